import type { Incoming } from './core/incoming.ts'
import type { Principal } from './core/principal.ts'
import type { Terminals } from './terminals.ts'
import { WALLET_COOKIE, type Wallets } from './wallets.ts'

/** How a device shows whose it is: a till signs each request, a bound phone has a cookie. */
export function deviceWays({
  terminals,
  wallets,
}: {
  readonly terminals: Terminals
  readonly wallets: Wallets
}): readonly {
  isTried(incoming: Incoming): boolean
  authenticate(incoming: Incoming): Promise<Principal | undefined>
}[] {
  return [
    {
      isTried: (incoming) => /^Terminal /i.test(incoming.header('authorization') ?? ''),
      authenticate: terminals.authenticateTerminal,
    },
    {
      isTried: (incoming) => (incoming.header('cookie') ?? '').includes(`${WALLET_COOKIE}=`),
      authenticate: wallets.authenticateWallet,
    },
  ]
}
