// Asks twitter-text itself how long X finds each text, whether it takes it, and what it links.
// One JSON string a line in, one JSON object a line out.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const twitter = createRequire(new URL('../peers/', import.meta.url))('twitter-text')
for await (const line of createInterface({ input: process.stdin })) {
  const text = JSON.parse(line)
  const { weightedLength, valid } = twitter.parseTweet(text)
  const links = twitter.extractUrlsWithIndices(text).map(({ indices }) => text.slice(...indices))
  console.log(JSON.stringify({ weightedLength, valid, links }))
}
