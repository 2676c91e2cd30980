// Runs at CloudFront, before a request goes on to the API (cloudfront-js-2.0: no modules): it says who asks, in place of
// whatever they have said themselves.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  request.headers['x-viewer-address'] = { value: event.viewer.ip };
  return request;
}
