"""Given names and surnames in Latin letters, and what looks like them: facts, by hand.

Names that are everyday words (Rose, May, Will) are not here: a name that is missed costs less than
a warning at every second answer.
"""

_GIVEN = """
    akiko noriko kazuko mayumi junko michiko atsuko etsuko yoshie ryoko chieko hisako miho rika
    risa asami natsumi nozomi hitomi manami shiori hiroki masahiro yoshio takahiro kazuya yuji
    shinya tsutomu mitsuru akihiro toru hayato sota riku ludwig lukasz aaron abdul abdullah abigail
    adam adele adrian agnes agnieszka ahmed aidan aisha akira alan albert alejandro aleksandra
    alessandro alex alexander alexandra alexei alfred ali alice alicia alison amanda amelia amina
    amir amit amy ana anastasia anders andre andrea andreas andrew andrzej angela anita anja ann
    anna anne annette annika anthony antoine anton antonio arjun arthur astrid audrey ayumi barbara
    beata beatrice becky ben benjamin bernard beth betty bjorn bob boris brandon brenda brian
    bridget bruno bryan camille carl carla carlos carmen caroline cathy catherine cecilia charles
    charlotte cheryl chiara chika chinedu chloe chris christina christine christopher claire clara
    claudia colin connor craig daichi daiki daisuke damian dan daniel daniela danielle darren dave
    david deborah deepak denise dennis derek diana diane diego dimitri dmitri dmitry dominic donald
    donna doris dorothy douglas duncan dylan eddie edith eduardo edward eileen elaine eleanor elena
    elias elisabeth elizabeth ellen ellie elsa emi emiko emil emily emma eric erik erika erin
    ernest esther ethan eva evelyn ewa fabian farah fatima federico felix fernando fiona francesca
    francesco francis francisco francois fred frederick freya friedrich fumiko gabriel gabriela
    gareth gary gavin geoffrey george gerald gerard gillian giorgio giovanni giulia graham greg
    gregory greta guillaume gustav hana hanako hannah hans haruka haruki haruto harriet harry
    hassan heidi heike helen helena helga henrik henry hideo hina hiroko hiroshi hugo ian ibrahim
    ichiro igor imran ines ingrid irene isaac isabel isabella isabelle ivan ivana jacob jacques
    jakub james jamie jan jana jane janet janice jason javier jay jeff jeffrey jennifer jenny
    jeremy jerry jesse jessica jim jiro joan joanna joanne joao joe joel johan johann johannes john
    jon jonas jonathan jorge jose josef joseph joshua juan judith julia julian julie julien
    juliette jun juergen jurgen justin kaito kana kaori karen karin karl katarzyna kate katharina
    katherine kathleen kathryn kathy katie kazuki kazuo keiko keith kelly ken kenji kenneth kenta
    kevin khalid kim klaus koji kristen kristin kristina krzysztof kumi kwame kyle kyoko lars laura
    lauren laurent lena leo leon leonard leonardo leonie lewis liam linda lisa lorenzo louis louise
    luca lucas lucia lucy luis luisa luke lukas lydia maciej magdalena maiko makoto malcolm manuel
    marc marcel marco marcus maria marianne marie mariko marion mario marta martha martin martina
    mary masako masashi mateo mathilde matt matteo matthew matthias maurice max maya megan megumi
    mehmet melanie melissa michael michal michel michelle miguel mika mike mikhail miki minh misaki
    miyuki mohamed mohammad mohammed moira mona monica monika muhammad mustafa nadia nanami nancy
    naoki naoko naomi natalia natalie natasha nathan nathalie neil nicholas nick nicola nicolas
    nicole niels nigel nikolai nina noah nobuko noemi nora norman olga oliver olivia oluwaseun omar
    oscar osman otto owen pablo pamela paola paolo patricia patrick paul paula paulina pavel pawel
    pedro peter petra phil philip philippe phoebe pierre piotr priya rachel rahul raj rajesh ralph
    ramon raphael raul raymond rebecca reiko rie ricardo richard rina roberta robert roberto roger
    roland ronald rory rosa rosie ross roy rupert ruth ryan ryo ryota sabine sachiko sally sam
    samantha samir samuel sandra sanjay sara sarah satoshi saori scott sean sebastian sergei sergio
    shannon sharon shaun sheila shinji shirley shota simon simone sofia sofie sophia sophie soren
    stacey stefan stefanie stella stephanie stephen steve steven stuart sunil susan susanne suzanne
    sven svetlana sylvia takashi takeshi takumi tamara tanya taro tatiana tatsuya ted teresa terry
    tetsuya theo theresa thomas tiffany tim timothy tina tobias toby tom tomas tomasz tomoko tomomi
    tony toshio tracy trevor tsubasa ulrike ursula valentina valerie vanessa vera vikram vincent
    viktor vivian vladimir walter wanda wayne wendy werner wilhelm william wolfgang xavier yasmin
    yasuko yoko yoshiko yui yuka yuki yukiko yumi yumiko yuri yusuf yusuke yuta yuto yvonne zachary
    zeynep zoe zofia zuzanna
"""
GIVEN = frozenset(_GIVEN.split())
_SURNAMES = """
    connor smith smyth johnson williams jones garcia davis rodriguez martinez hernandez lopez
    gonzalez wilson anderson taylor thomas moore jackson martin perez thompson harris sanchez clark
    ramirez lewis robinson allen scott torres nguyen flores adams nelson rivera campbell mitchell
    roberts gomez phillips evans turner diaz edwards collins reyes stewart morris morales murphy
    rogers gutierrez ortiz peterson kelly howard ramos cox richardson watson chavez bennett mendoza
    ruiz hughes alvarez castillo sanders patel myers jenkins gupta sharma singh khan kumar hussain
    ahmed begum chowdhury wang zhang chen yang huang zhao zhou schmidt schneider fischer mueller
    muller meyer wagner becker schulz hoffmann koch bauer richter schroeder neumann zimmermann
    krueger kowalski kowalska nowak novak wisniewski wojcik kaminska lewandowski zielinski svensson
    johansson andersson nilsson larsson olsson hansen jensen nielsen pedersen rossi russo romano
    colombo ricci dubois durand moreau lefebvre leroy bernard dupont fernandez santos oliveira
    pereira ferreira almeida ivanov ivanova petrov petrova popov sokolova kuznetsov okafor adeyemi
    mensah mbeki o'brien o'connor o'neill mcdonald macdonald mackenzie mccarthy obrien papadopoulos
    yilmaz demir cohen goldberg friedman rosenberg
"""
SURNAMES = frozenset(_SURNAMES.split())
_NOT_SURNAMES = """
    street road avenue lane park church chapel cathedral school college university hospital hotel
    inn bar pub cafe bakery shop store stores restaurant library museum theatre theater cinema hall
    house garden gardens bridge square tower castle palace island islands beach bay lake river
    mountain airport station terminal line tube prize award cup medal league trophy foundation
    institute clinic centre center club society orchestra choir festival day days week eve night
    morning afternoon evening monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december sponge cake pie
    bread sandwich soup salad tea coffee beer whisky wine gin rum sauce and or the a i in on at is
    was has had said says came went but so then with from to my his her our your their we he she
    they it who when where why how what if because for of by as not no yes today tomorrow yesterday
    mum mom dad new old little big english french german japanese american movie movies books show
    technique method party birthday wedding class room farm market team group lord lady ii iii iv
    vi vii viii xiv xvi zoo express season sun moon rising mr mrs ms mx miss dr prof professor
    doctor sir
"""
NOT_SURNAMES = frozenset(_NOT_SURNAMES.split())
_NOBODY = """
    mario kart, mario bros, tim tam, tim tams, ms pac-man, stella artois, ali baba, jack russell,
    tom ford, ann arbor, john lewis, john deere, harry potter, peter rabbit, peter pan,
    mary poppins, thomas cook, sherlock holmes, winnie pooh, donald duck, charlie brown,
    alice springs, ben nevis, calvin klein, tommy hilfiger, ralph lauren, laura ashley, hugo boss,
    paul smith, alexander mcqueen, james bond, luke skywalker, bob marley, david bowie, elton john,
    michael jackson, taylor swift, louis vuitton, tim hortons, anna karenina, jane eyre,
    charlotte bronte, oliver twist, david copperfield, tom yum, tom kha, marie kondo, oscar wilde,
    emma bovary, bruno mars, madame tussauds, madame butterfly, anne frank, agatha christie,
    jane austen, charles dickens, virginia woolf, haruki murakami, ludwig beethoven, johann bach,
    wolfgang mozart, frederic chopin, martin luther, ben jerry, mr bean, mr right, mr potato,
    mr children, mr donut, mr kipling, mr whippy, mr muscle, mr men, mr darcy, mr big, mr nobody,
    mrs green, mrs claus, mrs doubtfire, mrs dalloway, dr pepper, dr martens, dr who, dr strange,
    dr seuss, dr house, dr mario, dr no, doctor who, doctor strange, miss universe, miss marple,
    miss saigon, miss piggy, miss world, ms marvel, sir lancelot
"""
NOBODY = frozenset(" ".join(name.split()) for name in _NOBODY.split(","))
"""Shops, characters and people whom everybody knows."""
_BEFORE_PLACES = "san santa santo sao st saint fort port mount cape king queen prince princess pope"
BEFORE_PLACES = frozenset(_BEFORE_PLACES.split())
"""What makes a place or a ruler of the given name behind it."""
