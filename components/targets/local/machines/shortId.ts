/** Docker's short form of a container's id, which it takes everywhere; the state has it in each step of a machine. */
export function shortId(id: string): string {
  return id.replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1");
}
