// A relying party made of openid-client alone. It reads one JSON object a line (first its settings,
// then the address that a person's browser came back to) and answers each with one.
import { createInterface } from "node:readline";
import * as client from "openid-client";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const read = async () => JSON.parse((await lines.next()).value);
const say = (found) => process.stdout.write(JSON.stringify(found) + "\n");
const refused = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return { status: error.status ?? 0, error: error.error ?? error.code ?? String(error) };
  }
  return { status: 200, error: "" };
};

const { issuer, clientId, clientSecret, redirectUri, afterLogout, acrValues } = await read();
// The training provider speaks plain http on this machine; nothing else is relaxed.
const config = await client.discovery(
  new URL(issuer),
  clientId,
  {},
  client.ClientSecretBasic(clientSecret),
  { execute: [client.allowInsecureRequests] },
);
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const parameters = {
  redirect_uri: redirectUri,
  scope: "openid profile email offline_access",
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
  ...(acrValues ? { acr_values: acrValues } : {}),
};
say({
  issuer: config.serverMetadata().issuer,
  authorize: client.buildAuthorizationUrl(config, parameters).href,
  pushed: (await client.buildAuthorizationUrlWithPAR(config, parameters)).href,
});

const { callback } = await read();
// Checks state, iss (RFC 9207), signature, nonce, audience and times.
const tokens = await client
  .authorizationCodeGrant(config, new URL(callback), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  })
  .catch((error) => {
    say({ refused: error.code ?? String(error), why: String(error.cause?.message ?? error.message) });
    process.exit(0);
  });
const claims = tokens.claims();
const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
const rotated = await client.refreshTokenGrant(config, tokens.refresh_token);
const told = await client.tokenIntrospection(config, rotated.access_token);
await client.tokenRevocation(config, rotated.access_token);
const afterRevocation = await refused(
  client.fetchUserInfo(config, rotated.access_token, claims.sub),
);
const leave = client.buildEndSessionUrl(config, {
  id_token_hint: rotated.id_token ?? tokens.id_token,
  post_logout_redirect_uri: afterLogout,
  state: "out",
});
say({
  claims,
  info,
  scope: tokens.scope,
  rotated: rotated.refresh_token !== tokens.refresh_token,
  sameSubject: rotated.claims()?.sub === claims.sub,
  active: told.active,
  afterRevocation,
  leave: leave.href,
});

await read();
say({ afterLogout: await refused(client.refreshTokenGrant(config, rotated.refresh_token)) });
process.exit(0);
