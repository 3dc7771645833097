// The real Bluesky servers on loopback: an identity directory (PLC) and a data server (PDS).
//
// Usage: node pds.mjs <folder for its files>. Prints one line of JSON with both addresses and
// the account once they answer, and ends when its standard input closes: a test run that is
// killed leaves no server behind.
import { randomBytes } from 'node:crypto'
import dns from 'node:dns'
import net from 'node:net'
import path from 'node:path'

const folder = process.argv[2]
const hex = (bytes) => randomBytes(bytes).toString('hex')
const jwtSecret = hex(16) // told to the tests, so that they can make a token that ran out

// Both servers listen on every interface by themselves; here they serve loopback alone.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  if (typeof port !== 'number') return listen.call(this, port, ...rest)
  return listen.call(this, port, '127.0.0.1', ...rest)
}

// A site with a public name, for what this server reads about those who ask: it stands here, too,
// with a certificate that nobody signed (the caller turns that check off).
const lookup = dns.lookup
dns.lookup = (name, ...rest) => lookup(name.endsWith('.home.arpa') ? '127.0.0.1' : name, ...rest)

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

async function startPlc() {
  const { default: plc } = await import('@did-plc/server')
  const server = plc.PlcServer.create({ db: new plc.MockDatabase(), port: await freePort() })
  const listener = await server.start()
  return `http://127.0.0.1:${listener.address().port}`
}

async function startPds(plc) {
  const port = await freePort() // the server writes its own address into documents: known before
  Object.assign(process.env, {
    PDS_HOSTNAME: 'localhost',
    PDS_PORT: String(port),
    PDS_DEV_MODE: 'true',
    PDS_INVITE_REQUIRED: 'false',
    PDS_DATA_DIRECTORY: folder,
    PDS_BLOBSTORE_DISK_LOCATION: path.join(folder, 'blobs'),
    PDS_DID_PLC_URL: plc,
    PDS_JWT_SECRET: jwtSecret,
    PDS_DPOP_SECRET: hex(32),
    PDS_ADMIN_PASSWORD: hex(16),
    PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: hex(32),
    PDS_BSKY_APP_VIEW_URL: '',
    PDS_CRAWLERS: '',
  })
  const { PDS } = await import('@atproto/pds')
  const pds = await PDS.fromEnv()
  await pds.start()
  return `http://localhost:${port}`
}

async function call(address, method, body, token) {
  const headers = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  const url = `${address}/xrpc/com.atproto.server.${method}`
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const json = await answer.json()
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(json)}`)
  return json
}

const plc = await startPlc()
const pds = await startPds(plc)
const handle = 'alice.test'
const password = hex(12)
const account = await call(pds, 'createAccount', { handle, password, email: 'alice@example.com' })
const app = await call(pds, 'createAppPassword', { name: 'hibi' }, account.accessJwt)

const peer = { plc, pds, handle, did: account.did, password }
console.log(JSON.stringify({ ...peer, app_password: app.password, jwt_secret: jwtSecret }))
process.stdin.on('end', () => process.exit(0))
process.stdin.resume()
