/** Environment variables that the kubelet adds for the Services of a namespace. */
export const SERVICE_VARIABLE = /^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT\w*|PORT\w*)$/;

/** Environment variable that the Job controller adds to the containers of an Indexed Job. */
export const COMPLETION_INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
