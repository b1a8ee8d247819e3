/** Whether everything is tested that can be (`npm run test:full`), and not what shows every promise once. */
export const FULL = process.env.TEST_FULL === '1'
