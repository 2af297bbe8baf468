/** What the page shows for each replica: change it, deploy, and watch the roll-out. */
export const version = "1.0.0";
