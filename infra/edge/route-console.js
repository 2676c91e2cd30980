// CloudFront runs this before it looks for a file of the console (cloudfront-js-2.0: no modules). The rule is that of
// local/console.ts: every path that is no file is answered with index.html. Ids of users may have dots: a dot makes a
// file only directly below /console/.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  if (request.uri === '/console') {
    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/console/' } } };
  }
  if (!/^\/console\/(assets\/.+|[^/]+\.[^/]+)$/.test(request.uri)) request.uri = '/console/index.html';
  return request;
}
