"""Answers about people in which somebody is named, as somebody would type them."""

JAPANESE_NAMING = """
田中太郎さんとお昼を食べた
佐藤さんに傘を借りた
鈴木先生が褒めてくれた
高橋くんが遊びに来た
隣の席の渡辺さんと笑った
山本ちゃんの誕生日だった
今日伊藤さんに会った
中村部長の差し入れ
小林先輩とラーメン
加藤氏と打ち合わせ
吉田夫妻と花見
山田花子と電話した
佐々木美咲さんの結婚式
山口さんちの犬がかわいい
同僚の松本が面白いことを言った
友だちの井上と映画
木村 健太さんと再会
林先生に手紙を書いた
斎藤さんと斉藤さんがいてややこしい
清水社長と飲んだ
昨日森さんとばったり
池田様からお菓子をいただいた
橋本さんの畑でとれた大根
阿部さんがくれた梅干し
石川さんに道を教えてもらった
長谷川さんと釣りへ
五十嵐さんの声に励まされた
大久保さんが引っ越すそうだ
小野寺さんと再会した
佐々岡くんに本を返した
外川さんの手作りパン
鳥越さんがよく笑う
渕上さんとお茶をした
サトウさんからの年賀状
たかはしさんと話した
はせがわせんせいに会えた
スミスさんと英会話
アンナ・コワルスキと文通している
マイケル・ブラウンさんが来日した
近藤誠と山に登った
前田さくらちゃんと公園で遊んだ
岡田和也に電話した
田中さん、佐藤さんと三人でカラオケ
「ありがとう」と内田さんが言った
坂本店長のまかない
遠藤君の冗談
担任の青木に褒められた
藤田ゆかりさんの絵をもらった
西村くんと高木くんのけんか
久保田教授の退官パーティー
川端さんと将棋を指した
宇野さんが髪を切った
今朝、柏木さんに挨拶した
向かいの梶原さんがトマトをくれた
米山くんの弁当が大きい
小柳先生の授業が楽しかった
滝沢さんと自転車で
鈴木一郎とキャッチボール
高橋由美子さんから葉書
山本 翔 と写真を撮った
友人の加藤が来た
森田さん夫婦と温泉
竹中さん
やまださんの奥さん
ナカムラさんに会えてうれしい
植村さんの笑い声
宮下さんに習ったお茶
早乙女さんと将棋
本田先輩、ありがとうございました
中島みゆきさんに似た人
"""

ENGLISH_NAMING = """
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
"""
