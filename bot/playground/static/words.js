const ENGLISH = {
  add: "Add", add_person: "Add a person", appearance: "Appearance", attach: "Attach", attached: "To be sent",
  block: "Block the bot", blocked: "You blocked the bot. It cannot write to you.", bot: "Hibi", cancel: "Cancel",
  close: "Close", commands: "Commands", coordinates: "Latitude, longitude", copied: "Copied", copy: "Copy text",
  dark: "Dark", delivered: "Delivered", document: "File", drop: "Drop it here", earlier: "Earlier messages",
  edit: "Edit", edited: "edited", editing: "Edit your message", group_empty: "Hibi has posted nothing here yet.", groups: "Groups", bring: "Into which group?", new_group: "A new group, called", hero_lead: "One small question a day.\nOne line is plenty.",
  hero_note: "This page plays Telegram's part, on this computer.", jump: "To the newest message", keyboard: "Answers to tap",
  language: "Language", light: "Light", location: "Location", message: "Message", message_menu: "What to do with this message",
  messages: "Messages", more: "More", name: "Name", new_person: "Hana", no_place: "This computer does not say where it is. Please type it.",
  not_coordinates: "Like this: 35.6812, 139.7671", not_sent: "Not sent · tap to try again", ok: "OK", one_kind: "Photos together, anything else one at a time",
  open_page: "Open in a new tab", open_photo: "Look at the photo", page_blocked_text: "It opens in a tab of its own.",
  page_blocked_title: "This page cannot be shown here", page_empty_text: "Share an answer, and your page opens here.",
  page_empty_title: "Nothing is public yet", photo: "Photo", photos: "{count} photos", photos_from_bot: "Photo from Hibi",
  photos_from_you: "Your photo", pinned: "Hibi pinned a message", reconnecting: "The bot is away. Trying again …", reload: "Load again", remove: "Remove {name}",
  reply: "Reply", replying: "Reply to {name}", resting: "Silent", send: "Send", sending: "Sending",
  start: "Start", status_blocked: "blocked", status_bot: "bot", status_typing: "is writing …", switch_person: "Switch person",
  system: "Like the system", ten_photos: "Ten photos at most", today: "Today", unblock: "Unblock", use_here: "Use where I am now", username: "User name (optional)",
  video: "Video", view_chat: "Chat", view_page: "Page", views: "What to see", voice: "Voice", yesterday: "Yesterday",
  you: "You", your_page: "Your page", try_again: "That did not go through. Please try again.",
};

const JAPANESE = {
  add: "追加する", add_person: "人を追加", appearance: "見た目", attach: "添付", attached: "送るもの",
  block: "ボットをブロック", blocked: "ボットをブロックしています。メッセージは届きません。", bot: "日々", cancel: "やめる",
  close: "閉じる", commands: "コマンド", coordinates: "緯度, 経度", copied: "コピーしました", copy: "コピー",
  dark: "ダーク", delivered: "届きました", document: "ファイル", drop: "ここに置いてください", earlier: "前のメッセージ",
  edit: "直す", edited: "編集済み", editing: "メッセージを直す", group_empty: "日々からの投稿は、まだありません。", groups: "グループ", bring: "どのグループに加えますか？", new_group: "新しいグループの名前", hero_lead: "1日にひとつ、小さな質問。\nお返事はひとことで十分です。",
  hero_note: "この画面が Telegram の代わりをします。", jump: "いちばん下へ", keyboard: "タップで返事",
  language: "言語", light: "ライト", location: "位置情報", message: "メッセージ", message_menu: "このメッセージの操作",
  messages: "メッセージ", more: "その他", name: "名前", new_person: "はな", no_place: "いまの場所がわかりませんでした。緯度と経度を入力してください。",
  not_coordinates: "例：35.6812, 139.7671", not_sent: "送れませんでした・タップでもう一度", ok: "OK", one_kind: "写真はまとめて、ほかのものはひとつずつお願いします",
  open_page: "新しいタブで開く", open_photo: "写真を大きく見る", page_blocked_text: "別のタブで開きます。",
  page_blocked_title: "ここには表示できません", page_empty_text: "ひとことを公開すると、ここにあなたのページが開きます。",
  page_empty_title: "まだ何も公開していません", photo: "写真", photos: "写真{count}枚", photos_from_bot: "日々からの写真",
  photos_from_you: "送った写真", pinned: "日々がメッセージを固定しました", reconnecting: "ボットを待っています…", reload: "読み込み直す", remove: "{name}を外す",
  reply: "返信", replying: "{name}への返信", resting: "通知なし", send: "送信", sending: "送信中",
  start: "はじめる", status_blocked: "ブロック中", status_bot: "ボット", status_typing: "書いています…", switch_person: "人を切り替える",
  system: "端末に合わせる", ten_photos: "写真は10枚までです", today: "今日", unblock: "ブロックを解除", use_here: "いまいる場所を使う", username: "ユーザー名（なくても大丈夫です）",
  video: "動画", view_chat: "チャット", view_page: "ページ", views: "表示", voice: "音声", yesterday: "昨日",
  you: "あなた", your_page: "あなたのページ", try_again: "うまく届きませんでした。もう一度お試しください。",
};

const WORDS = { en: ENGLISH, ja: JAPANESE };
let language = "en";

/** "ja" or "en": the language in which this page speaks now. */
export const locale = () => language;

export function say(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Speaks the language of a code such as "ja-JP" from now on; English for all but Japanese. */
export function speak(code) {
  language = (code ?? "").toLowerCase().startsWith("ja") ? "ja" : "en";
  document.documentElement.lang = language;
  label(document);
}

/** Writes the words into every element marked data-say, data-say-label or data-say-placeholder. */
export function label(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-say-label]")) {
    const words = say(element.dataset.sayLabel);
    element.setAttribute("aria-label", words);
    if (element.matches("button, a")) element.title = words;
  }
  for (const element of root.querySelectorAll("[data-say-placeholder]")) {
    element.placeholder = say(element.dataset.sayPlaceholder);
  }
}

export function timeOfDay(seconds) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(seconds * 1000);
}

export function fullMoment(seconds) {
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }).format(seconds * 1000);
}

/** "Today", "Yesterday", or the date with its weekday, and its year when that is another. */
export function dayName(seconds, now = new Date()) {
  const day = new Date(seconds * 1000);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return say("today");
  if (day.toDateString() === yesterday.toDateString()) return say("yesterday");
  const year = day.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "long", year }).format(day);
}
