// Runs at CloudFront, before it looks for a file of the console (cloudfront-js-2.0: no modules). The rule is that of
// local/console.ts: files have addresses of their own, and every other address below is a page, which the one page of
// the console shows. Ids of users may have dots: only directly below /console/ does a dot make a file.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  if (request.uri === '/console') {
    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/console/' } } };
  }
  if (!/^\/console\/(assets\/.+|[^/]+\.[^/]+)$/.test(request.uri)) request.uri = '/console/index.html';
  return request;
}
