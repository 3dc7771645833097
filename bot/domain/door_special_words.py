"""Words that speak of health, belief, politics, sex life, unions or crime, in both languages.

What the law protects most: article 9 of the GDPR (https://gdpr-info.eu/art-9-gdpr/) and article
2(3) of Japan's act on personal information (https://laws.e-gov.go.jp/law/415AC0000000057), both
read in 2026-11. Diagnoses, treatments and medicines stand here; a cold and a headache do not,
nor a shrine, an election or a strike of the trains: what everybody says of an ordinary day.
"""

from bot.domain.door_kinds import Kind

JAPANESE = {
    Kind.HEALTH: """
        うつ病 鬱病 産後うつ 双極性障害 躁うつ 統合失調症 適応障害 パニック障害 パニック発作
        不安障害 強迫性障害 発達障害 自閉症 自閉スペクトラム アスペルガー 学習障害 知的障害
        身体障害 精神障害 障害者手帳 摂食障害 拒食症 過食症 アルコール依存 ギャンブル依存 薬物依存
        認知症 アルツハイマー パーキンソン病 てんかん 癌 白血病 リンパ腫 腫瘍 抗がん剤 化学療法
        放射線治療 脳梗塞 脳卒中 脳出血 くも膜下出血 心筋梗塞 狭心症 心不全 糖尿病 高血圧症 腎不全
        人工透析 肝炎 肝硬変 梅毒 クラミジア 淋病 性病 性感染症 妊娠 妊活 不妊治療 不妊症 体外受精
        人工授精 流産 死産 中絶 つわり 更年期障害 子宮筋腫 子宮内膜症 精神科 心療内科 自殺 自傷
        リストカット 希死念慮 難病 余命 ペースメーカー 人工肛門 リウマチ 膠原病 潰瘍性大腸炎
        クローン病 甲状腺 抗うつ 睡眠薬 睡眠導入剤 精神安定剤 インスリン 低用量ピル アフターピル
        デパス パキシル レクサプロ コンサータ ストラテラ 入院 退院 手術
    """,
    Kind.BELIEF: """
        創価学会 エホバの証人 統一教会 幸福の科学 天理教 立正佼成会 クリスチャンです
        クリスチャンの家 クリスチャンになっ イスラム教徒 ムスリム 仏教徒 キリスト教徒
        カトリック教徒 無神論者 洗礼を受け 入信 改宗 祈祷会 檀家 宗教二世 宗教2世
    """,
    Kind.POLITICS: """
        自民党 立憲民主党 国民民主党 公明党 共産党 維新の会 れいわ新選組 参政党 社民党 日本保守党
        支持政党 党員 入党 選挙運動 選挙ボランティア 政治活動 デモに参加 デモ行進 抗議デモ 抗議集会
        極右 極左 議員の後援会
    """,
    Kind.SEX_LIFE: """
        レズビアン バイセクシュアル バイセクシャル トランスジェンダー 同性愛 性同一性障害 性的指向
        性自認 同性パートナー セックスレス 性行為 性生活 ラブホ 避妊 コンドーム 風俗店
        アダルトビデオ
    """,
    Kind.UNION: """
        労働組合 労組 組合活動 組合専従 春闘 団体交渉 スト権 ストライキに参加
    """,
    Kind.CRIME: """
        前科 逮捕され 逮捕歴 服役 執行猶予 有罪判決 保護観察 少年院 犯罪歴 書類送検 起訴され
        飲酒運転 被害届 痴漢 性被害 性暴力 強姦 レイプ 家庭内暴力 虐待 盗撮 補導され 留置場 拘置所
    """,
}
# Short words say so only beside others.
JAPANESE_BESIDE = (
    (
        Kind.HEALTH,
        "がん",
        r"(?:^|[\s、。「はがもの]|\p{Han})がん(?:に(?:な|かか|罹)|で(?:す|し|亡|入|治|手)"
        r"|の(?:治|手|疑|告|再|診)|と(?:診|闘|わか|分か|言わ)|を(?:患|克|告)|が(?:見つ|再|転移)"
        r"|検診|患者|治療|サバイバー)",
    ),
    (Kind.HEALTH, "ガン", r"ガン(?:に(?:な|かか)|で(?:亡|入)|の(?:治療|手術|疑い)|と診断|が見つ)"),
    (
        Kind.HEALTH,
        "うつ",
        r"(?:^|[\s、。「はがもで]|\p{Han})うつ(?:に(?:な|かか)|で(?:休|仕事|会社|通院)"
        r"|の(?:薬|治療|症状)|と診断)",
    ),
    (
        Kind.HEALTH,
        "鬱",
        r"(?<![憂陰])鬱(?:に(?:な|かか)|で(?:す|休|仕事|会社|通院)|の(?:薬|治療)|と診断)",
    ),
    (Kind.HEALTH, "エイズ", r"(?<!\p{Katakana})エイズ(?!\p{Katakana})"),
    (Kind.HEALTH, "陽性", r"検査(?:で|は|の結果は?、?)陽性"),
    (Kind.HEALTH, "透析", r"透析(?:に|を|中|の|で)"),
    (Kind.BELIEF, "信仰", r"信仰(?:して|を持|が厚|心)"),
    (Kind.BELIEF, "信者", r"(?:教|教会)の信者|信者(?:で(?:す|した)|になっ)"),
    (Kind.BELIEF, "礼拝", r"礼拝(?:に|へ)(?:行|通|出|参)"),
    (Kind.BELIEF, "宗教", r"宗教(?:に(?:入|誘)|の(?:集|勧))"),
    (Kind.POLITICS, "投票", r"(?:さん|氏|候補|党)に(?:は|も)?投票"),
    (Kind.POLITICS, "左翼", r"左翼(?:活動|思想|団体|政党|の(?:集会|デモ|活動|団体))"),
    (Kind.POLITICS, "右翼", r"右翼(?:活動|思想|団体|政党|の(?:集会|デモ|活動|団体))"),
    (Kind.SEX_LIFE, "ゲイ", r"(?<![\p{Katakana}ー])ゲイ(?![\p{Katakana}ー])"),
    (Kind.SEX_LIFE, "セックス", r"(?<![\p{Katakana}ー・])セックス(?![\p{Katakana}ー・])"),
    (Kind.SEX_LIFE, "不倫", r"不倫(?:し|中|相手|関係)"),
    (
        Kind.UNION,
        "組合",
        r"(?<!\p{Han})組合(?:に(?:入っ|入り|加入)|の(?:役員|専従|執行|集会|大会|活動|会議))",
    ),
    (Kind.CRIME, "刑務所", r"刑務所(?:に(?:入|い|行)|から|で(?:過|暮|働)|を出)"),
    (Kind.CRIME, "万引き", r"万引き(?:し(?!ない)|で捕)"),
    (Kind.CRIME, "ストーカー", r"ストーカー(?:被害|され|に(?:遭|あ))"),
    (Kind.CRIME, "出所", r"(?:刑期|刑務所|仮釈放)[^。\n]{0,10}出所|出所して"),
)

ENGLISH = {
    Kind.HEALTH: """
        antidepressant, antidepressants, clinically depressed, bipolar disorder, schizophrenia,
        schizophrenic, anxiety disorder, panic disorder, panic attack, panic attacks, ptsd, adhd,
        autism, autistic, asperger's, eating disorder, anorexia, anorexic, bulimia, bulimic,
        dementia, alzheimer's, parkinson's, epilepsy, epileptic, leukaemia, leukemia, lymphoma,
        melanoma, tumour, tumours, tumor, tumors, chemo, chemotherapy, radiotherapy, heart failure,
        diabetes, diabetic, insulin, dialysis, kidney failure, hepatitis, cirrhosis, hiv, syphilis,
        chlamydia, gonorrhoea, gonorrhea, herpes, pregnant, pregnancy, ivf, miscarried, stillbirth,
        stillborn, abortion, endometriosis, infertile, infertility, psychiatrist, psychiatric,
        my therapist, in therapy, suicidal, self harm, in rehab, alcoholism, drug addict,
        chronic fatigue, multiple sclerosis, lupus, crohn's, biopsy, diagnosed with, my diagnosis,
        hospitalised, hospitalized, terminally ill, prozac, zoloft, lexapro, xanax, valium,
        ritalin, adderall, concerta, sertraline, fluoxetine, citalopram, metformin, methadone,
        ozempic, sleeping pills, on the pill
    """,
    Kind.BELIEF: """
        atheist, jehovah's witness, jehovah's witnesses, scientology, scientologist, baptised,
        baptized, my faith, fasting for ramadan, bible study
    """,
    Kind.POLITICS: """
        labour party, conservative party, democratic party, republican party, green party,
        communist party, party member, political rally, protest march, at a protest,
        at the protest, joined the protest, canvassing for
    """,
    Kind.SEX_LIFE: """
        gay, lesbian, bisexual, transgender, lgbt, lgbtq, sex life, had sex, have sex, having sex,
        unprotected sex, one night stand, sex toy, sex toys, viagra, porn, condom, condoms,
        had an affair, having an affair
    """,
    Kind.UNION: """
        trade union, trade unions, trades union, labor union, labour union, union rep,
        union member, union members, union meeting, union dues, my union, our union,
        joined the union, joined a union, shop steward, picket line, collective bargaining,
        unionise, unionize
    """,
    Kind.CRIME: """
        criminal record, police record, convicted of, ex convict, on parole, in prison, in jail,
        to prison, served time, felony, restraining order, shoplifting, shoplifted, raped,
        domestic violence, sexual assault, sexually assaulted, drunk driving, drink driving, dui
    """,
}
BEING = r"(?:i am|i'm|we are|we're|(?:s?he|my \w{1,12}|who) is|s?he's|they are|they're|was raised)"
FAITH = (
    r"(?:christian|catholic|protestant|evangelical|mormon|quaker|muslim|jewish|a jew|hindu|sikh"
    r"|buddhist|pagan)"
)
SIDE = r"(?:labour|tory|tories|conservatives?|democrats?|republicans?|lib dems?|trump|biden|harris)"
ENGLISH_BESIDE = (
    (
        Kind.HEALTH,
        "depression",
        r"(?<!tropical |great |economic |the )depression(?! era)"
        r"|(?:diagnosed|fight|fighting|suffer|suffering|medication)"
        r"\W{1,3}(?:\w{1,12}\W{1,3}){0,3}depression",
    ),
    (Kind.HEALTH, "bipolar", rf"{BEING} bipolar"),
    (
        Kind.HEALTH,
        "cancer",
        r"(?<!tropic of )(?<!i'm a )cancer(?! (?:season|moon|rising|sign|sun|horoscope))",
    ),
    (
        Kind.HEALTH,
        "stroke",
        r"(?:had|after|since|from|suffered) (?:a|his|her|my|the) stroke(?! of)",
    ),
    (
        Kind.HEALTH,
        "attack",
        r"(?<!almost |nearly )(?:had|after|survived) (?:a|his|her|my) heart attack",
    ),
    (Kind.HEALTH, "aids", r"(?-i:AIDS)"),
    (Kind.HEALTH, "miscarriage", r"miscarriage(?! of justice)"),
    (Kind.HEALTH, "suicide", r"suicide(?! (?:squad|burning))"),
    (Kind.HEALTH, "alcoholic", r"(?:an|recovering) alcoholic(?! (?:drink|beverage|beer|cider))"),
    (
        Kind.HEALTH,
        "surgery",
        r"(?<!tree )(?:(?:had|has|having|needs|need|my|her|his|after|for) (?:\w{1,12} )?surgery)",
    ),
    (Kind.BELIEF, "converted", rf"converted to (?:{FAITH}|islam|judaism|christianity|buddhism)"),
    (
        Kind.BELIEF,
        "christian catholic protestant evangelical mormon quaker muslim jewish jew hindu sikh"
        " buddhist pagan",
        rf"{BEING} (?:a |an )?(?:devout |practi[sc]ing )?{FAITH}"
        r"(?! (?:bakery|deli|temple|food|bale))",
    ),
    (
        Kind.BELIEF,
        "church mass mosque synagogue",
        r"(?:go|goes|going|went) to (?:church|mass|mosque|the mosque|synagogue)"
        r" (?:every|each|on sundays|on fridays|weekly)",
    ),
    (Kind.POLITICS, "vote votes voted voting", rf"vot(?:e|es|ed|ing) (?:for )?(?:the )?{SIDE}"),
    (
        Kind.POLITICS,
        "liberal conservative socialist communist republican democrat tory marxist anarchist",
        r"(?:i am|i'm|we are|we're|s?he's) (?:a |an )?"
        r"(?:liberal|conservative|socialist|communist|republican|democrat|tory|marxist|anarchist)s?",
    ),
    (
        Kind.SEX_LIFE,
        "come came coming",
        r"c[ao]m(?:e|ing) out to (?:my|his|her|their)"
        r" (?:mum|mom|dad|parents?|family|mother|father)",
    ),
    (Kind.SEX_LIFE, "queer asexual trans", rf"{BEING} (?:queer|asexual|trans)"),
    (
        Kind.UNION,
        "strike",
        r"(?:i|we)(?:'re|'m| are| am| were| was| went| go)? (?:back )?on strike",
    ),
    (Kind.CRIME, "arrested", r"(?:was|were|got|been) arrested"),
    (
        Kind.CRIME,
        "assaulted mugged stalked",
        r"(?:i|i've|we|s?he|they) (?:was|were|been|got) (?:assaulted|mugged|stalked)",
    ),
)
"""A pattern is looked for where one of the words before it stands; case does not count."""
