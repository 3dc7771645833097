"""The commonest surnames of Japan and some given names: facts, written down by hand.

By the usual counts the first two hundred belong to half of all people in Japan; what stands in
no table is still known by how most surnames end.
"""

# Kanji with its other spellings, reading (ー where it is an everyday word too), Latin letters.
SURNAMES = """
    佐藤 さとう sato, 鈴木 すずき suzuki, 高橋/髙橋 たかはし takahashi, 田中 たなか tanaka,
    伊藤 いとう ito, 渡辺/渡邊/渡邉/渡部 わたなべ watanabe, 山本 やまもと yamamoto,
    中村 なかむら nakamura, 小林 こばやし kobayashi, 加藤 かとう kato, 吉田/𠮷田 よしだ yoshida,
    山田 やまだ yamada, 佐々木 ささき sasaki, 山口 やまぐち yamaguchi, 松本 まつもと matsumoto,
    井上 いのうえ inoue, 木村 きむら kimura, 林 はやし hayashi, 斎藤/斉藤/齋藤/齊藤 さいとう saito,
    清水 しみず shimizu, 山崎/山﨑 やまざき yamazaki, 森 もり mori, 池田 いけだ ikeda,
    橋本 はしもと hashimoto, 阿部/安部 あべ abe, 石川 いしかわ ishikawa, 山下 やました yamashita,
    中島/中嶋 なかじま nakajima, 石井 いしい ishii, 小川 おがわ ogawa, 前田 まえだ maeda,
    岡田 おかだ okada, 長谷川 はせがわ hasegawa, 藤田 ふじた fujita, 後藤 ごとう goto,
    近藤 こんどう kondo, 村上 むらかみ murakami, 遠藤 えんどう endo, 青木 あおき aoki,
    坂本/阪本 さかもと sakamoto, 福田 ふくだ fukuda, 太田 おおた ota, 西村 にしむら nishimura,
    藤井 ふじい fujii, 岡本 おかもと okamoto, 金子 かねこ kaneko, 藤原 ふじわら fujiwara,
    三浦 みうら miura, 中野 ー nakano, 中川 なかがわ nakagawa, 原田 はらだ harada,
    松田 まつだ matsuda, 竹内 たけうち takeuchi, 小野 ー ono, 田村 たむら tamura,
    中山 なかやま nakayama, 和田 わだ wada, 石田 いしだ ishida, 森田 もりた morita,
    上田 うえだ ueda, 内田 うちだ uchida, 柴田 しばた shibata, 酒井 さかい sakai, 原 ー hara,
    宮崎/宮﨑 みやざき miyazaki, 横山 よこやま yokoyama, 高木 たかぎ takagi, 安藤 あんどう ando,
    谷口 たにぐち taniguchi, 大野 おおの ohno, 丸山 まるやま maruyama, 今井 いまい imai,
    河野 こうの kono, 高田 たかだ takada, 藤本 ふじもと fujimoto, 武田 たけだ takeda,
    村田 むらた murata, 上野 ー ueno, 杉山 すぎやま sugiyama, 増田 ますだ masuda,
    菅原 すがわら sugawara, 平野 ひらの hirano, 小島/小嶋 こじま kojima, 大塚 おおつか otsuka,
    千葉 ちば chiba, 久保 くぼ kubo, 松井 まつい matsui, 岩崎 いわさき iwasaki,
    桜井/櫻井 さくらい sakurai, 野口 のぐち noguchi, 木下 きのした kinoshita, 松尾 まつお matsuo,
    野村 のむら nomura, 菊地/菊池 きくち kikuchi, 佐野 さの sano, 大西 おおにし onishi,
    杉本 すぎもと sugimoto, 新井 あらい arai, 浜田/濱田 はまだ hamada, 菅野 かんの kanno,
    市川 いちかわ ichikawa, 水野 みずの mizuno, 小松 こまつ komatsu, 島田 しまだ shimada,
    古川 ふるかわ furukawa, 前川 まえかわ maekawa, 山内 やまうち yamauchi, 高野 たかの takano,
    西田 にしだ nishida, 山中 やまなか yamanaka, 小山 こやま koyama, 五十嵐 いがらし igarashi,
    北村 きたむら kitamura, 川口 かわぐち kawaguchi, 西川 にしかわ nishikawa, 安田 やすだ yasuda,
    平田 ひらた hirata, 飯田 いいだ iida, 本田/本多 ほんだ honda, 中田 なかた nakata,
    久保田 くぼた kubota, 東 ー azuma, 吉川 よしかわ yoshikawa, 服部 はっとり hattori,
    川崎/川﨑 かわさき kawasaki, 辻 つじ tsuji, 田口 たぐち taguchi, 永井 ながい nagai,
    岩田 いわた iwata, 土屋 つちや tsuchiya, 福島 ふくしま fukushima, 中西 なかにし nakanishi,
    松岡 まつおか matsuoka, 樋口 ひぐち higuchi, 矢野 やの yano, 秋山 あきやま akiyama,
    小田 ー oda, 松下 まつした matsushita, 大橋 おおはし ohashi, 馬場 ばば baba, 関 ー seki,
    川上 かわかみ kawakami, 星野 ほしの hoshino, 大久保 おおくぼ okubo, 熊谷 くまがい kumagai,
    野田 ー noda, 荒木 あらき araki, 小池 こいけ koike, 尾崎 おざき ozaki, 松村 まつむら matsumura,
    浅野 あさの asano, 大川 おおかわ okawa, 岡崎 おかざき okazaki, 須藤 すどう sudo,
    森本 もりもと morimoto, 早川 はやかわ hayakawa, 内藤 ないとう naito, 石原 いしはら ishihara,
    松原 まつばら matsubara, 萩原 はぎわら hagiwara, 片山 かたやま katayama, 青山 あおやま aoyama,
    吉村 よしむら yoshimura, 小沢/小澤 おざわ ozawa, 奥村 おくむら okumura, 黒田 くろだ kuroda,
    宮本 みやもと miyamoto, 富田 とみた tomita, 堀 ー hori, 桑原 くわばら kuwabara,
    関口 せきぐち sekiguchi, 望月 もちづき mochizuki, 三宅 みやけ miyake, 永田 ながた nagata,
    栗原 くりはら kurihara, 根本 ねもと nemoto, 広瀬/廣瀬 ひろせ hirose, 工藤 くどう kudo,
    大島 おおしま oshima, 川村 かわむら kawamura, 田辺/田邊 たなべ tanabe, 大石 おおいし oishi,
    川島 かわしま kawashima, 西山 にしやま nishiyama, 横田 よこた yokota, 宮田 みやた miyata,
    小西 こにし konishi, 福井 ふくい fukui, 岡 ー ー, 上原 うえはら uehara, 本間 ほんま honma,
    白石 しらいし shiraishi, 坂井 さかい sakai, 榎本 えのもと enomoto, 大山 おおやま oyama,
    成田 なりた narita, 及川 おいかわ oikawa, 平井 ひらい hirai, 小泉 こいずみ koizumi,
    堀内 ほりうち horiuchi, 古賀 こが koga, 大谷 おおたに otani, 中井 なかい nakai,
    金田 かねだ kaneda, 河合 ー kawai, 篠原 しのはら shinohara, 北川 きたがわ kitagawa,
    武藤 むとう muto, 長尾 ながお nagao, 宮川 みやがわ miyagawa, 高山 たかやま takayama,
    竹田 たけだ takeda, 岩本 いわもと iwamoto, 今村 いまむら imamura, 大森 おおもり omori,
    植田 うえだ ueda, 天野 あまの amano, 米田 よねだ yoneda, 藤川 ふじかわ fujikawa,
    坂口 さかぐち sakaguchi, 沢田/澤田 さわだ sawada, 神田 かんだ kanda, 三上 みかみ mikami,
    八木 やぎ yagi, 平山 ひらやま hirayama, 小倉 おぐら ogura, 堀江 ほりえ horie, 甲斐 かい kai,
    黒木 くろき kuroki, 牧野 まきの makino, 若林 わかばやし wakabayashi, 相沢/相澤 あいざわ aizawa,
    向井 ー mukai, 土井 どい doi, 児玉 こだま kodama, 松永 まつなが matsunaga, 野崎 のざき nozaki,
    村井 むらい murai, 福本 ふくもと fukumoto, 田島 たじま tajima, 梅田 うめだ umeda,
    大沢/大澤 おおさわ osawa, 町田 まちだ machida, 岸本 きしもと kishimoto, 浅井 あさい asai,
    柳 ー yanagi, 谷 ー tani, 岸 ー kishi, 比嘉 ひが higa, 金城 きんじょう kinjo,
    大城 おおしろ oshiro, 新垣 あらがき aragaki, 宮城 みやぎ miyagi, 知念 ちねん chinen,
    小野寺 おのでら onodera, 島袋 しまぶくろ shimabukuro
"""
# How surnames end that are in no table.
ENDINGS_OF_TWO = "中下上内"
ENDINGS = (
    "田村山川本井野沢澤崎﨑島嶋橋藤木原口谷岡浦坂瀬津塚池森林石尾越"
    "根竹馬倉松永富沼堀梨浜濱畑条端柳渕淵杉垣江宮"
)
_NO_SURNAMES = """
    屋根 大根 尾根 箱根 垣根 競馬 乗馬 木馬 白馬 子馬 鎌倉 酒倉 門松 横浜 砂浜 花畑 信条 女中 車内
    家内 身内 校内 館内 店内 社内 町内 市内 院内 部下 目上 目下 途中 夜中 背中 最中 午前中 連中
    年中 殿下 閣下 陛下 年上 年下 靴下 廊下 以上 以下 地下 真下 神宮 竜宮 熊本 広島 静岡 福岡 日本
    見本 絵本 台本 手本 古本 一本 二本 三本 窓口 出口 入口 裏口 表口 悪口 蛇口 天井 火山 登山 雪山
    里山 氷山 野原 草原 高原 平原 植木 庭木 並木 材木 土木 樹木 水田 油田 漁村 農村 隣村 小石 宝石
    磁石 化石 階段 竹林 森林 山林 電池 古池 大池 海原 青森 半島 離島 孤島 列島 本島 急坂 歩道橋
    鉄橋 人口 早口 辛口 甘口 糸口 無口 利口 豆本 文庫本 単行本 雑木
"""
NO_SURNAMES = frozenset(_NO_SURNAMES.split())
GIVEN_ENDINGS = "子美太郎介樹斗香奈恵代江也平治男雄夫彦之輔希菜里沙衣音乃葉絵穂紀佳佑輝哉志"
GIVEN_SINGLE = "誠健隆浩弘修聡翼蓮湊剛哲茂勝翔愛舞葵凛楓薫茜亮淳潤司徹悟"
_GIVEN_OTHERS = """
    健一 浩一 純一 誠一 真一 慎一 雄一 洋一 浩二 健二 隆史 博史 裕之 和也 達也 拓也 直人 勇人 隼人
    和人 正人 大翔 悠真 陽翔 結衣 陽菜 美咲 七海 未来 優花 百花 彩花 美月 美優 真央 彩 千尋 千夏
    美桜 大輔 翔太 健太 拓海 大和 悠人 颯太 一郎 二郎 次郎 三郎 太郎 良太 博 清 進 豊 実 稔 昭 武
    洋 学 恵 京子 裕子 由美 明美 直美 正 愛莉 結愛 心春 咲良 智 幸 優 大地 陸 樹 蒼 駿 圭 真 光 明
"""
GIVEN_OTHERS = frozenset(_GIVEN_OTHERS.split())
GIVEN_KANA = (
    "さくら|ひかり|あかり|みさき|はるか|まゆみ|ひろし|たけし|あゆみ|めぐみ|かおり|さおり|ゆかり|みゆき"
    "|まゆ|ゆうこ|けいこ|ようこ|ひろみ|なおみ|まさみ|あきら|たかし|さとし|まこと|つばさ|ひなた|あおい"
    "|すみれ|ほのか|ななみ|えみ|りさ|ゆりこ|きよし|つよし|しんじ|けんじ|ゆうた|しょうた"
)
_NO_GIVEN = """
    時代 世代 現代 近代 古代 交代 電子 菓子 餃子 団子 帽子 椅子 親子 様子 調子 双子 長男 次男 三男
    夫婦 紅葉 言葉 政治 自治 全治 工夫 大丈夫 水平 公平 足音 発音 県内 大樹 街路樹 意志
"""
NO_GIVEN = frozenset(_NO_GIVEN.split())
KNOWN = frozenset(
    ("岡本太郎", "村上春樹", "小林一茶", "小林一三", "宮崎駿", "高村光太郎", "北原白秋", "中原中也")
)
"""Whom everybody knows and nobody has met."""
FOREIGN = (
    "スミス|ジョンソン|ウィリアムズ|ブラウン|ジョーンズ|ミラー|デイビス|ウィルソン|テイラー|アンダーソン"
    "|トーマス|ジャクソン|ハリス|マーティン|トンプソン|ガルシア|マルティネス|ロビンソン|クラーク|ロドリゲス"
    "|ルイス|ウォーカー|ロペス|ゴンザレス|ネルソン|ミッチェル|ペレス|ロバーツ|フィリップス|キャンベル"
    "|エバンス|エヴァンス|コリンズ|サンチェス|モリス|マーフィー|ケリー|オブライエン|ミュラー|シュミット"
    "|シュナイダー|コワルスキ|コワルスカ|ノヴァク|イワノフ|ペトロフ|ロッシ|デュポン|グエン|シン|クマール"
)
FOREIGN_GIVEN = (
    "アンナ|マイケル|ジョン|デイビッド|デヴィッド|ジェームズ|ロバート|ウィリアム|トーマス|トム|ピーター|ポール"
    "|マリア|メアリー|エマ|サラ|エミリー|ジェニファー|リサ|ケイト|スーザン|アリス|ルーシー|クリス|ダニエル"
    "|ベン|アレックス|アンドリュー|マーク|スティーブ|ジョージ|ヘンリー|カルロス|ホセ|ルイス|パブロ|マルコ"
    "|ハンス|ピエール|マリー|ソフィー|ソフィア|オルガ|イワン|アフメド|ムハンマド|ファティマ|プリヤ"
)
