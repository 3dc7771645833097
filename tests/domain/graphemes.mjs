// Counts what people see as one letter, by the rules that come with Node: a judge from outside.
// One JSON string a line in, one number a line out.
import { createInterface } from 'node:readline'

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
for await (const line of createInterface({ input: process.stdin })) {
  console.log([...segmenter.segment(JSON.parse(line))].length)
}
