import { secureHeaders } from 'hono/secure-headers'

/** The security headers of the pages and their JSON API. An answer may set its own, which stay. */
export const securityHeaders = secureHeaders({
  // Scripts and styles are files of Bellhop, never part of a page. A frame shows a captured email.
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    frameSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  // With no-referrer, browsers hide the origin of Bellhop's own forms.
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  // Only the proxy in front knows whether the whole domain has https.
  strictTransportSecurity: false,
  // Files for everybody, such as the metrics, may have been loaded without it, and browsers complain.
  originAgentCluster: false,
  overwrite: false,
})
