/** The hint if ssh cannot connect; ssh itself has printed the reason. */
export const unreachable = `ssh could not reach the node, for the reason above
  → npm run up tells which machine does not answer, and puts back one that is gone. Where the host key has changed,
    find out why before anything else: nobody but the program gives a machine its key`;
