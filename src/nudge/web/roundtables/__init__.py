"""The sheet of paper that lies on the table of a roundtable."""
