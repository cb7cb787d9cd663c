/** A bandwidth as Direct Connect writes it, such as 500Mbps or 10Gbps, in Mbps; undefined if it is none. */
export function toMbps(bandwidth: string | undefined): number | undefined {
  const { number, unit } = /^(?<number>\d+(?:\.\d+)?)(?<unit>[MG])bps$/.exec(bandwidth ?? '')?.groups ?? {};
  return number === undefined ? undefined : Number(number) * (unit === 'G' ? 1000 : 1);
}
