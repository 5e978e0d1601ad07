import { describe, expect, it } from 'vitest';
import { serviceHosts } from '../../../src/adapters/bot-framework/service-hosts.ts';

const allows = serviceHosts([
  'smba.trafficmanager.net',
  '.botframework.com',
  '.powerapps.com',
  '127.0.0.1:5002',
]);

describe('Service hosts', () => {
  it.each([
    'https://smba.trafficmanager.net',
    'https://smba.trafficmanager.net/emea/tenant/',
    'https://SMBA.TrafficManager.NET/amer/',
    'https://smba.trafficmanager.net:443/',
    'https://directline.botframework.com/',
    'https://a.b.botframework.com/',
    'https://pvaruntime.eu-il101.gateway.prod.island.powerapps.com/x',
    'http://127.0.0.1:5002/teams/',
  ])('allow %s', (url) => expect(allows(url)).toBe(true));

  it.each([
    'http://smba.trafficmanager.net/',
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil-smba.trafficmanager.net/',
    'https://x.smba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'https://smba.trafficmanager.net:80/',
    'https://smba.trafficmanager.net./',
    'https://evil.example/?x=https://smba.trafficmanager.net',
    'https://evil.example/#smba.trafficmanager.net',
    'https://smba.trafficmanager.net@evil.example/',
    'https://me@smba.trafficmanager.net/',
    'https://evil.example\\@smba.trafficmanager.net/',
    'https://evil.example\\.botframework.com/',
    'https://botframework.com/',
    'https://evilbotframework.com/',
    'https://.botframework.com/',
    'https://x.botframework.com:8443/',
    'https://x.botframework.com.evil.example/',
    'https://ѕmba.trafficmanager.net/',
    'https://xn--mba-fpd.trafficmanager.net/',
    'https://smba。trafficmanager。net/',
    'https://smba.trafficmanager.net\u0000.evil.example/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'http://127.0.0.1:5003/',
    'http://127.0.0.1/',
    'http://localhost:5002/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '//smba.trafficmanager.net/',
    '',
  ])('refuse %j', (url) => expect(allows(url)).toBe(false));

  it("take https's own port in the list for no port", () => {
    expect(serviceHosts(['smba.trafficmanager.net:443'])('https://smba.trafficmanager.net/x')).toBe(true);
  });

  it('allow nothing when nothing is listed', () => {
    expect(serviceHosts([])('https://smba.trafficmanager.net/')).toBe(false);
  });
});
