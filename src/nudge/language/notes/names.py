"""First names, and capitalised words that are no names: what tells a person from a place or a product."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text.

    >>> sorted(words_of("to be or not to be"))
    ['be', 'not', 'or', 'to']
    """
    return frozenset(text.split())


FIRST_NAMES = words_of("""
    aaron abena abdul abdullah abena abigail adaeze adam adamu adebayo adele adrian agata agnes agnieszka
    ahmad ahmed aidan aiko aisha aisling ajay akiko akua alan albert alberto alejandra alejandro
    alessandro alex alexander alexandra alexis alfred ali alice alicia alison allison alma alvaro amadou
    amanda amara amelia amelie amina amir amira amit amy ana anastasia anders andre andrea andreas andrew
    andrzej andy angela anil anita anja anjali ann anna anne annika anthony antoine antonio antonia anton
    anya arash ariel arjun arne arthur arun asha ashok astrid aurelie ayesha ayo axel barbara bartek beata
    beatrice beatriz ben benjamin bernard bernd beth bettina bianca bilal birgit bjorn bob bogdan boris
    brenda brian bridget brigitte bruno caitlin callum camila camille carl carla carlos carmen carol
    caroline caspar catherine cathy cecilia celine chandra chiara chidi chinedu chioma chloe chris
    christian christina christine christoph christopher ciara cian claire clara claudia claudio clemens
    colin connor conor craig cristina cynthia dagmar daisuke damian dan dana daniel daniela danielle danny
    darius darren dave david davide davie debbie deborah deepa deepak denise dennis derek diana diane
    diego dieter dimitri divya dmitri dominic dominik donald donna dorothy doug douglas duncan dylan ebony
    eddie edgar edith edmilson eduardo edward efua eileen ekaterina elaine elena eleanor eli elias elif
    elina elisa elisabeth elizabeth ella ellen elliot elsa emeka emil emilia emily emma emmanuel enrique
    eoin erica erik erika ernesto esra esther ethan eva evelyn ewa fabian fabio farah farid fatima fatou
    felipe felix fernanda fernando fiona florian francesca francesco francisco francois frankie franz fred
    frederik freya friedrich gareth gary gavin gaz gemma geoff george georgia gerald gerard gianni gillian
    giorgio giovanni giulia gloria gonzalo gordon graham greg gregor grzegorz guillaume gunnar gustav
    habib hamid hamza hanna hannah hannes hans harald haruto hassan heather hector heidi heike
    helen helena helga helmut hendrik henrik henry hiroshi holger hugo ian ibrahim ida ifeoma ignacio ilse
    imran ines inga ingrid ioana irene irina iris isabel isabella isla ivan ivana iwona jacek jacob
    jacqueline jaime jakub james jamie jan jana jane janet janine jason javier jean jeff jelena jennifer
    jenny jens jeremy jerome jessica jia jim joan joana joanna joao joe joel johan johanna johannes john
    johnny jon jonas jonathan jorge jose josef joseph josephine josh joshua josué josue joyce juan judith
    julia julian julie juliette jun jurgen justin kaito kamal kamala karen karim karin karl karolina kasia
    kate katharina katherine kathleen kathy katja katrin kaylee keiko keith kelly ken kenji kerstin kevin
    khadija kim kirsten klara klaus kofi kojo krishna kristin kristina krzysztof kumar kurt kwame kyle
    lakshmi lara lars laszlo laura lauren laurent layla lea leah leila lena leo leon leonie leonard
    leticia liam lina linda lisa liu liz lorena lorenzo louis louise luca lucas lucia lucy luis luisa
    lukas luke lydia lynn maciej mads magda magdalena mahmoud maja malik malin manuel manuela mara marc
    marcel marcelo marcin marco marcus marek margaret maria mariam mariana marie marijke marina mario
    marion marisol marius marlene marta martha martin martina mary maryam mateo mateusz mathias matteo
    matt matthew matthias maureen maurice mauro max maximilian maya mehmet mei melanie melissa mette mia
    michael michaela michal michel michelle miguel mika mike milan milena mina ming miriam mirjam mo moira
    moritz mohamed mohammad mohammed monica monika moses mukesh muhammad murat mustafa nadia nadine nancy
    naomi natalia natalie natasha nathan neha neil nia niamh nicholas nick nicola nicolas nicole
    nigel nikhil niklas nikolai nils nina ning noah noel nora norbert nuno nuria obinna oksana olaf ole
    olga oliver olivia olu omar oscar oskar otto owen pablo paola parisa pascal patricia patrick patrik
    paul paula pauline pavel pedro peer peggy penny per perran pete peter petra petya phil philip philipp
    philippe pia pierre piotr polly priya rachel radek rafael rahul raj rajesh ralf ralph ramona raquel
    rashid raul ravi raymond rebecca regina renata renate rene ricardo richard rita robert roberto robin
    rodrigo roger rohan roland rolf roman ronald ronan ronnie rosa rosie roxana ruben rui rupert ruth ryan
    sabine sabrina sadia said saira sakura sally salma samantha samir samira samuel sandeep sandra sandro
    sanjay
    sara sarah saskia scott sean sebastian selma serena sergei sergio shane shannon sharon sheila shirin
    shreya sibel sigrid silke silvia simon simone sinead sofia sofie solveig sonia sonja sophia sophie
    soren stefan stefanie stella stephanie stephen steve steven stuart suman sunil sunita susan susanne
    suzanne svetlana sven svenja sylvia tamara tanja tanya tara tariq tatiana ted teresa terry tessa thabo
    theo theresa thomas thorsten tiago tim timothy tina tobias tom tomas tomasz tommy tony tracey tracy
    trevor tunde ulrich ulrike umut ursula uwe valentina valeria vanessa vera verena veronica vicky victor
    victoria viktor vijay vikram vincent virginia vivian vladimir wagner walter wayne wei wendy
    werner wiebke wilhelm william winston wojtek wolfgang xavier xin yael yan yasmin yasmine yolanda yosef
    youssef yuki yuri yusuf yvonne zainab zara zeynep zoe zofia zsofia zuzanna
    """)
"""Taken for a name in lower case too, where a person would stand. Chosen: common ones of many countries."""

NAMES_THAT_ARE_WORDS = words_of("""
    amber angel april art august autumn basil bill billy bob brook carol chase chuck dale dawn dean
    destiny drew eve faith frank gene glen grace grant guy harry heath heather holly hope iris ivy jack
    jay jasmine jean jim joe joy june ken kim kit lance lee lily lynn marina mark max may melody mike
    miles mina nick norm olive pat patience paul peer penny per per pearl peter polly ray rich rob robin
    rose ruby said sam sandy scarlet sky skip stew sue summer sunny tara ted terry tim tom tony victor
    victoria viola virginia will wade ward wayne mo jun liu wei xin ming kumar jan sean an ali
    """)
"""First names that are words as well: only with a capital, and with more to go by."""

NO_NAMES = words_of("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december mon tue tues wed thu thur thurs fri sat sun christmas
    easter ramadan eid diwali spring summer autumn winter i ok okay yes no hi hello thanks god lord jesus
    sales finance marketing hr legal it ops operations procurement purchasing planning product engineering
    design support security compliance quality logistics production accounting payroll facilities research
    headquarters management board office head team everyone everybody nobody somebody they she he we you
    teams zoom slack excel powerpoint outlook word jira confluence trello sharepoint notion miro figma git
    github google microsoft amazon apple siemens bosch sap oracle salesforce facebook linkedin whatsapp
    ford tesla volkswagen deloitte accenture nestle unilever ikea tesco dhl ups fedex netflix youtube
    instagram english german french spanish portuguese italian polish dutch dutchman turkish arabic
    chinese japanese russian american british irish scottish swedish danish norwegian finnish indian
    european brazilian african london paris berlin madrid rome dublin warsaw vienna zurich munich lisbon
    milan florence sydney melbourne austin charlotte houston dallas denver chicago boston lagos nairobi
    accra delhi mumbai dubai brazil india america england scotland ireland germany france spain italy
    poland europe africa asia china japan kenya ghana adelaide alexandria san st saint santa kanban scrum
    agile brexit covid alexa siri watson lincoln washington hamilton jordan israel chad georgia orlando
    phoenix savannah sierra montana dakota sorry honestly actually anyway maybe perhaps then still also
    well right good great nice talked asked told met started said felt went had got been
    """)
"""Capitalised words that aren't taken for a person, even where they are somebody's name: days, places,
departments, companies, tools. Chosen: a missed name costs nothing, a wrong one is embarrassing."""

ORGANISATION_WORDS = words_of("""
    & ltd inc gmbh plc llc ag corp group street road avenue lane square hospital school college university
    house hotel project programme program team office station airport bank court park bridge church centre
    center building department clinic depot account contract site bar pub cup award prize test chart
    """)
"""A capitalised word in front of one of these isn't a person: "the Victoria project", "Rose & Sons"."""

TITLES = words_of("mr mrs ms miss dr prof professor sir madam auntie aunty sister herr frau mister")
