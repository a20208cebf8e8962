/** `name`, or with ` (2)`, ` (3)`, … added when taken. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name
  for (let n = 2; ; n++) {
    const candidate = `${name} (${n})`
    if (!taken(candidate)) return candidate
  }
}
