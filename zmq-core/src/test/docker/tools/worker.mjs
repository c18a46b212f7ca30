// A worker of Node.js: takes jobs, returns results, answers requests and publishes how many jobs it has done.
import { Publisher, Pull, Push, Reply } from "zeromq"

const [jobs, results, requests, news] = process.argv.slice(2)
const pull = new Pull()
const push = new Push()
const reply = new Reply()
const publisher = new Publisher()
pull.connect(jobs)
push.connect(results)
reply.connect(requests)
publisher.connect(news)

async function work() {
  let done = 0
  for await (const [name, ...rest] of pull) {
    await push.send([name, ...rest.map(frame => frame.toString().toUpperCase())])
    await publisher.send(["done", String(++done)])
  }
}

async function answer() {
  for await (const [question] of reply) {
    await reply.send(`node says ${question}`)
  }
}

await Promise.all([work(), answer()])
