import { systemRuntime as runtime } from '../../src/runtime.ts'
import type { TortureCluster } from './cluster.ts'
import type { OpenOptions } from './protocol.ts'
import { type ServiceProcess, startServiceProcess } from './service.ts'
import { startWire, type TortureWire } from './wire.ts'

/** How the services of a run are started. */
export interface FleetOptions {
  readonly cluster: TortureCluster
  /** The owner's login on the database of the run. */
  readonly url: string
  readonly clock: 'database' | 'stepped'
  /** Where the services' code is; this checkout where left out. */
  readonly root?: string | undefined
}

/** One of the two places at which a service process runs, and runs again after it was killed. */
export interface Berth {
  readonly wire: TortureWire
  /** Counts the processes that ran here or there, from 1. */
  incarnation: number
  service: ServiceProcess
  /** The settings of its next start. */
  settings: Readonly<Record<string, string>>
  /** Settles when it can be asked again. */
  starting: Promise<void>
}

/** Two service processes on one database, each behind a wire of its own. */
export class Fleet {
  readonly berths: Berth[] = []
  /** What processes said of faults, those too that are gone. */
  readonly #faults: string[] = []
  readonly #options: FleetOptions
  #incarnations = 0

  private constructor(options: FleetOptions) {
    this.#options = options
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const fleet = new Fleet(options)
    const wires = await Promise.all([0, 1].map(() => startWire(options.cluster.port)))
    fleet.berths.push(...(await Promise.all(wires.map((wire) => fleet.#moor(wire)))))
    return fleet
  }

  faults(): readonly string[] {
    return [...this.#faults, ...this.berths.flatMap(({ service }) => service.faults)]
  }

  /** The clock of a service now, milliseconds since 1970. */
  nowMs({ service }: Berth): number {
    return runtime.now() + (this.#options.clock === 'stepped' ? service.clockMs : 0)
  }

  /** Kills the process at a berth and starts another. */
  restart(berth: Berth): Promise<void> {
    berth.starting = this.#replace(berth)
    return berth.starting
  }

  /** Ends all processes and wires. */
  async stop(isGentle = true): Promise<void> {
    await Promise.all(
      this.berths.map(async ({ service, wire }) => {
        await (isGentle ? service.close() : service.kill())
        await wire.close()
      }),
    )
  }

  async #moor(wire: TortureWire): Promise<Berth> {
    const settings = {}
    const service = await startServiceProcess(this.#openOptions(wire, settings), this.#options.root)
    this.#incarnations += 1
    const starting = Promise.resolve()
    return { wire, service, settings, incarnation: this.#incarnations, starting }
  }

  async #replace(berth: Berth): Promise<void> {
    const { wire, service, settings } = berth
    await service.kill()
    this.#faults.push(...service.faults)
    const options = this.#openOptions(wire, settings, service.clockMs)
    berth.service = await startServiceProcess(options, this.#options.root)
    this.#incarnations += 1
    berth.incarnation = this.#incarnations
  }

  #openOptions(
    wire: TortureWire,
    settings: Readonly<Record<string, string>>,
    clockMs = 0,
  ): OpenOptions {
    const through = new URL(this.#options.url)
    through.port = String(wire.port)
    const { clock } = this.#options
    return { url: through.href, clock, clockMs, queueMax: 600, settings, seals: true }
  }
}
