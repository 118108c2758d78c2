"""What a text of the bank must be like: rules with reasons, each with texts that must and must not trip it.

`linting.lint_question` is the gate for any question, from the bank or from an organisation's own;
`duplicates.near_duplicates` compares questions by whatever callable says how alike two texts are. Both
signatures are kept stable. `rules.RULES` is the list of all rules.
"""
