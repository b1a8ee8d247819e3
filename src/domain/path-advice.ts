/** What to do if something other than Bellhop answers at the address of a command. */
export const PATH_ADVICE =
  'Name the address of Bellhop with --url. Inside an app it has a path: --url http://127.0.0.1:3000/bellhop.'
