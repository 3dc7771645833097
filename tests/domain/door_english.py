"""Answers about people in English as somebody would type them: with names, and without."""

NAMING = """
Lunch with Anna Kowalski
Mr. Smith lent me his ladder
Mrs Tanaka from upstairs brought plums
I met John Murphy at the bus stop
My friend Xiadani Reyes came over
Tea with Mary Ann Smith
Dr. Patel was kind today
Professor Okafor laughed at my joke
Ran into Tom Baker near the river
Tanaka-san bowed on the phone
Sato sensei taught us a knot
With Hanako Yamada in the park
Yamada Hanako made the cake
I called Peter O'Brien about the car
Emily Johnson's dog followed me
Thanks to Ms Nguyen for the soup
Coffee with Lars Svensson and his bike
Maria de la Cruz sang all evening
Ludwig van Dyck next door has a new drum
mr smith waved from the bus
José García fixed my bike
Łukasz Nowak knows every bird
Our neighbour Oluwaseun Adeyemi baked bread
My boss Karen Miller said thanks
Jean-Pierre Dubois and I watched the rain
Met Ingrid Olsson at the library
Sarah Connor held the lift
James T. Wilson wrote me a card
Played chess with David Cohen
Fatima Hussain gave me mint
Had dinner at Paul Weaver's place
Kenji Nakamura is moving away
My colleague Zbigniew Brzeczek can juggle
Robert Hill walks the white dog
Alice Young told me about the cows
Mr and Mrs Brown next door
Miss Honeychurch taught me to read, says my mother, and Miss Taylor to write
Katie Wu from work
Sir David Walsh came to the school
Susan and Michael Greene invited us
Sophie Martin has my umbrella
Rang Chris Evans about the keys
Ben Carter, my old classmate, was on the train
Saw Priya Sharma at the market
Lisa Marie Thompson found my glove
Visited Giulia Rossi in the new flat
Rebecca Stone made me laugh
Pizza with Nick Papadopoulos
Honda Keiko said hello
ANNA KOWALSKI on the name tag
Went hiking with Stefan Gruber
Mrs. Papadimitriou waters my plants
My neighbour Abebe Bikila runs every day
Yuki Sasaki drew me
Prof. Lee missed the bus
Nice chat with Hannah Ziegler at the gate
Our dentist Marta Nowicka hums
Daniel Craigson sold me a lamp
suzuki-san laughed
Dinner with the Johnsons
Claire Fontaine and Luc Besson from upstairs
Got a postcard from Akira Fujimoto
Emma K. Watson helped
Michael O’Leary fixed the roof
Told Oscar Lindqvist about it
Ms. Chen
Thank you Dr Rao
Henry Ford II, our cat's vet
Ruth Weiss's garden
Played cards with Eleanor Whitfield
Mr Abernathy next door whistles
My classmate Tadeusz Wrona draws cats
Yoko Inagaki taught me origami
Dr. Fielding's waiting room
A walk with Simon Achebe and his dog
Natalia Romanova waved at me
Watanabe-sensei smiled
Called Graham Pettigrew, no answer
Mrs. O'Shea sang
Soup for the Martins
Bumped into Felix Braun
Helped Wendy Li carry her shopping
Mohammed Al-Rashid fixed the lights
Ms Green from the library
Kevin McAllister was home alone, as always
Sara Lindgren and Petra Vogel came over
Akiko Tsukamoto lent me a yukata
Laughed with Marta Kowalczyk
Caught up with Dave Higgins
"""

ORDINARY = """
Lunch with my mum
Dad called about the boiler
Grandma's soup
My friend came over
My friend Anna came over
With K. at the river
J. lent me a book
Auntie made dumplings
Uncle Bob told the story again
The doctor was kind today
Our neighbour waved
My boss said thanks
The bus driver waited
A colleague from work, noodles standing up
Someone held the lift
Met an old classmate at the station
The greengrocer, announcing radishes
I greeted the one with the white dog
Anna, Ben and Chris came for tea
Tom and Jerry on TV with my son
We took the train to New York
Lunch at Victoria Station
Walked down Charlotte Street with my sister
A picnic in Hyde Park
Meeting friends at St James Park
St. Mary's Hospital has a kind porter
Drinks at The King's Arms
San Francisco with my brother
San Diego Zoo with the kids
Dr Pepper and crisps with my cousin
My new Dr. Martens made her laugh
Mr Bean on the plane
Earl Grey with my aunt
Ben and Jerry's on the sofa
Peter Pan at the school
We saw Mary Poppins
A Jack Russell stole my sandwich
Read a novel by Agatha Christie
A song by Elton John came on and we danced
Listening to Nina Simone with my flatmate
Monday Morning is our walking day
Happy New Year from the whole family
Merry Christmas to the postman
Good Morning from the choir
The Lord Mayor shook my hand
My sister is learning French
We speak Polish at home
Japanese class with a new teacher
The Elizabeth Line was full of singing fans
Emma's Bakery gave me the end slice
Paul's Place does the best eggs
Miss you all
Miss London already
I was called Captain by a child
Yes Sir, said the parrot
Fuji-san was hidden in cloud
My obaa-san laughed
Oka-san is what my daughter calls me now
We played Scrabble
Twenty questions on the way home
A long call. I listened
A child said "Is the rain finished?"
Mark my words, she said
Will came late, May came early
Rose petals from the neighbours
Grace before dinner at my in-laws
Thank you to whoever drives the 7:40 bus
I thanked the plumber
Everyone at the Book Club brought cake
The Two of us got lost
"After you." "No, after you."
Santa Claus at the mall
Harry Potter night with the cousins
Amazon Prime and popcorn with him
Marks and Spencer with gran
We met in Paris
Sydney is where my brother lives
Georgia O'Keeffe posters with my flatmate
Nobody. A quiet day
Brunch at Emma's
The Smiths on the radio
My sister and I baked
Central Park with Dad
Kew Gardens with a friend
Big Ben struck and we laughed
We watched Doctor Who
Prince Charles Cinema with flatmates
Charles Bridge in the fog
Oxford Street was full
Black Forest cake with the choir
Swiss Family Robinson at bedtime
Chess with my son
St Patrick's Day with the band
Martin Luther King Day off
Angela's cat slept on me
Coffee at Costa
Louis the cat
A man in a Tom Ford suit
Taylor Swift on repeat with my daughter
Robin Hood in the park
Lady Gaga wig at the party
The Anne Frank House with my class
George Street, rain, a stranger's umbrella
Kim's Convenience with popcorn
Ann Arbor is home to my cousin
Alexander Technique class
Thomas Cook closed
Sam and Ella at the door
Bloody Mary with brunch
With Andrzej
My aunt's dumplings
Tea with the neighbours
The postwoman knows my cat
A stranger said bless you
Brunch in Camden Market
Hanami in Ueno Park
The Tokyo Metro was packed
A guide at Nikko showed us
Italian class, new people
Sunday roast with everyone
A Dolly Parton song at karaoke
We played Mario Kart
Baker Street was full of tourists
My Honda Civic and my brother
Kawasaki Disease lecture
Mount Rainier with my dad
A Swiss Army knife from grandpa
Watched Ted Lasso with my flatmate
Alice In Wonderland at the park
A hug from Teddy Bear
Henry the Hoover needs a friend
Call Of Duty with my nephew
Louis XIV wig at the party
Santa Maria Novella with my mum
Emily In Paris marathon
Charles Dickens Museum with my class
Adam's Apple cider
The Big Issue seller smiled
Thai Curry night with Rosie
Ms Pac-Man with my kid
Good Friday with family
Tim Tams from a colleague
Olive Garden with in-laws
David's Deli
Notre Dame with my sister
"""
