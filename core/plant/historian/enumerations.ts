const on = new Set(['OPEN', 'OPENED', 'ON', 'RUN', 'RUNNING', 'TRUE', 'START', 'STARTED', 'AUF', 'EIN', 'WAHR'])
const off = new Set(['CLOSED', 'CLOSE', 'SHUT', 'OFF', 'STOP', 'STOPPED', 'FALSE', 'ZU', 'AUS', 'FALSCH'])

/** Whether a word in a log usually stands for the upper end of a range; in capitals. */
export const isOnWord = (word: string) => on.has(word)

export const isOffWord = (word: string) => off.has(word)
