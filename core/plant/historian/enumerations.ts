const on = new Set(['OPEN', 'OPENED', 'ON', 'RUN', 'RUNNING', 'TRUE', 'START', 'STARTED', 'AUF', 'EIN', 'WAHR'])
const off = new Set(['CLOSED', 'CLOSE', 'SHUT', 'OFF', 'STOP', 'STOPPED', 'FALSE', 'ZU', 'AUS', 'FALSCH'])

/** Whether a word in a log usually stands for the upper end of a range; in capitals. */
export const isOnWord = (word: string) => on.has(word)

export const isOffWord = (word: string) => off.has(word)

const bad =
  /^(NAN|NULL|N\/?A|#N\/?A|-+|BAD.*|NO DATA|NO GOOD DATA.*|I\/O TIMEOUT|COMM FAIL|INTF SHUT|PT CREATED|SCAN OFF|SHUTDOWN|CONFIGURE|NOT CONNECT|(OVER|UNDER) RANGE|OUT OF SERV|CALC FAILED|ERROR)$/

/** Whether historians write that word, in capitals, in the place of a value that they do not have. */
export const isBadWord = (word: string) => bad.test(word)
