const BASE = "/playground";
const EVENTS = ["message", "edit", "delete", "reaction", "typing", "callback_answer", "commands", "reset"];

/** The playground said no; `status` is HTTP's, the message its own words. */
export class Refused extends Error {
  constructor(status, words) {
    super(words || `HTTP ${status}`);
    this.status = status;
  }
}

async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(BASE + path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.description ?? answer.error);
  return answer;
}

export const people = async () => (await call("GET", "/people")).people;
export const addPerson = async (person) => (await call("POST", "/people", person)).id;
export const readChat = (id) => call("GET", `/people/${id}/messages`);
export const readCommands = async (id) => (await call("GET", `/people/${id}/commands`)).commands;
export const sendMessage = async (id, message) => (await call("POST", `/people/${id}/messages`, message)).message_ids;
export const editMessage = (id, messageId, text) => call("PATCH", `/people/${id}/messages/${messageId}`, { text });
export const press = (id, messageId, button) => call("POST", `/people/${id}/press`, { message_id: messageId, ...button });
export const block = (id) => call("POST", `/people/${id}/block`, {});
export const unblock = (id) => call("POST", `/people/${id}/unblock`, {});

export const groups = async (id) => (await call("GET", `/people/${id}/groups`)).groups;
export const readGroup = (group) => call("GET", `/groups/${group}/messages`);
export const foundGroup = (id, title, token) => call("POST", "/groups", { member: id, title, with_bot: false, token });
export const bringBot = (group, id, token) => call("POST", `/groups/${group}/bot`, { person: id, token });

/** Sends files of one kind ("photo", "video", "voice" or "document"); several photos make an album. */
export async function sendFiles(id, kind, files, { text, reply_to_message_id: replyTo } = {}) {
  const form = new FormData();
  for (const file of files) form.append(kind, file, file.name);
  if (text) form.append("caption", text);
  if (replyTo) form.append("reply_to_message_id", String(replyTo));
  return (await call("POST", `/people/${id}/messages`, form)).message_ids;
}

/** Hears what happens in a chat: hear(name, value); returns how to stop.
 *  Also heard: "open", "lost" (it tries again by itself) and "gone" (it does not). */
export function listen(id, hear) {
  const source = new EventSource(`${BASE}/people/${id}/events`);
  for (const name of EVENTS) {
    source.addEventListener(name, (event) => hear(name, event.data ? JSON.parse(event.data) : {}));
  }
  source.addEventListener("open", () => hear("open", {}));
  source.addEventListener("error", () => hear(source.readyState === EventSource.CLOSED ? "gone" : "lost", {}));
  return () => source.close();
}
