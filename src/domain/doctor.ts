/** What every error message about settings and every stopped provider points to. */
export const ASK_DOCTOR = 'Run bellhop doctor to see what to do.'
