"""Answers about people in which nobody is named, as somebody would type them."""

JAPANESE_ORDINARY = """
お母さんと買い物に行った
父と釣りに行った
妹からメールが来た
おばあちゃんの煮物がおいしい
お兄ちゃんとゲームをした
友だちとラーメンを食べた
同僚と立ち食いそば
店員さんが傘を貸してくれた
お医者さんがやさしかった
大家さんに柿をもらった
隣の奥さんと立ち話
お客さんが笑ってくれた
みなさんのおかげです
お隣さんが回覧板を持ってきた
八百屋さんの「今日は大根だよ」
パン屋さんが耳を取っておいてくれる
本屋さんの匂いが好き
運転手さんにお礼を言った
駅員さんが走ってきた
看護師さんの字がきれい
大工さんがお茶を飲んでいた
郵便屋さんが犬に吠えられた
美容師さんと天気の話
職人さんの手つきに見とれた
旦那さんが荷物を持っていた
お嬢さんが花を選んでいた
お子さんの靴がかわいい
赤ちゃんが泣きやんだ
坊ちゃんという小説を読んだ
ワンちゃんのリードが絡まった
猫のミーちゃんが膝に乗った
ケンちゃんと川遊び
ゆきちゃんからの手紙
Kさんと散歩した
T先生に会った
先生が転んで、みんなで笑った
部長がお土産をくれた
店長のまかないがうまい
社長さんは早起きだ
先輩に道具の使い方を教わった
後輩が結婚するらしい
監督さんの声が大きい
お巡りさんに道を聞いた
消防士さんの訓練を見た
農家さんの直売所
漁師さんの船を見送った
神様にお願いした
サンタさんに手紙を書いた
お地蔵さんに花を供えた
お寺の住職さんの話
観音さんの坂を上った
氏名を書く欄が小さかった
様子を見に行った
君が代を歌った
森さんぽをした
林の中をひとりで歩いた
原っぱで弁当を食べた
山の上で深呼吸
山口県のおみやげをもらった
千葉まで友だちに会いに
福島の桃を半分こ
宮崎のマンゴーが届いた
石川県から親戚が来た
上野公園で待ち合わせた人
高島屋で手みやげを買った
松屋で同僚と朝ごはん
中野のパン屋で並んだ
小田急線で隣になった人
井の頭公園で子どもとボート
吉野家で祖父と昼ごはん
青山の美術館へ家族で
川崎大師にみんなで
成田空港で友人を見送った
清水寺で写真を撮ってもらった
村上春樹の小説を貸した
宮沢賢治の本の話をした
藤井風の曲を一緒に聞いた
小林製薬の薬をもらった
山崎パンの春のお皿
鈴木商店の前で雨宿り
佐藤錦を一箱いただいた
田中屋の団子をみんなで
ちゃんと話を聞いてくれた
たくさん笑った
さんざん歩いた
くんくん匂いをかぐ犬
さくらちゃん色のマフラー
三人さんお待ちのお店
さんまを焼いてくれた
日本さん頑張れと書いた子
窓口さんの対応がよかった
受付さんに聞いた
担当者さんと電話
主催者さんに挨拶した
リーダーさんが場所を取ってくれた
ママ友とお茶
パパさんたちの草野球
スタッフさんの笑顔
オーナーさんが豆をおまけしてくれた
近所の人と挨拶
白い犬を連れた人
同じバス停の、赤いかばんの人
孫と電話した。名前を呼んでくれた
夫とふたりで散歩
名前は知らない人と会釈した
母方の祖母の家に集まった
兄さんが車を出してくれた
姉さん女房の友人
お向かいさんと雪かき
ご主人さんが荷物を運んでくれた
受け取りに来た配達員さん
保育士さんが手を振ってくれた
近所の子どもたちと缶けり
犬の散歩仲間と立ち話
常連さんがピアノを弾いた
床屋さんの世間話
植木屋さんが松を切った
神主さんの足袋が白い
巫女さんが走っていた
仲居さんの気づかい
女将さんの手ぬぐい
宇宙飛行士さんの講演
町内会長さんの太鼓
お相撲さんと写真を撮った
石焼きいも屋さんの声
福岡から来た友だち
岡山の友人と電話
富士山を見ながらおにぎり
日本橋で同期とランチ
大阪の叔母からみかん
川沿いを家族で歩いた
森林公園でバーベキュー
小川でメダカをすくった
谷中銀座でメンチカツ
西日本の友だち
三浦半島をドライブ
松本城の前で記念写真
熊本くんのマグカップ
くまモンと握手
ドラえもんを一緒に見た
トトロの話で盛り上がった
サザエさんを家族で見た
ちびまる子ちゃんの再放送
クレヨンしんちゃんの真似
アンパンマンの歌を歌う子
"""

ENGLISH_ORDINARY = """
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
"""
