import { describe, expect, it } from 'vitest'
import { deviceName, safeFact, safePhrase, safeTime } from '../../src/domain/fact-text.ts'

describe('a device, a place or a time', () => {
  it.each([
    'evil.com',
    'https://evil',
    'www.evil',
    'eve@evil',
    'tel:1900',
    'evil．com',
    'пример.рф',
    '203.0.113.7/login',
    'Chrome, evil.com',
  ])('is dropped when it could become a link: %j', (text) => {
    expect(safeFact(text)).toBe('')
  })

  it.each([
    'Call +1 800 555 0100',
    'Call +1 800 …',
    'Call +1 (900) 555-0100',
    '1-800-555-0100',
    '800.555.0100',
    '1.800.555.0100',
    '+44.20.7946.0958',
    '01 23 45 67 89',
    '01-23-45-67-89',
    'Chrome, 0900 123 456',
    'Chrome 128.0 0900 123456',
    '12:14 +1800 555 0100',
    '٠١٢٣٤٥٦٧',
    '＋１ ８００ ５５５ ０１００',
  ])('is dropped when a phone could dial it: %j', (text) => {
    expect(safeFact(text)).toBe('')
    expect(safePhrase(text)).toBe('')
  })

  it.each([
    'Your account was hacked',
    'YOUR ACCOUNT WAS HACKED',
    'Your Account Was Hacked',
    'Chrome, your account was hacked',
    'Reply to this email with your password',
    'Reply now!',
    'Is it you?',
    'Alert: reply now',
    'Account locked. Reply now',
    'Chrome; reply with the code',
    'Ваш аккаунт взломан',
    'Ihr Konto wurde gesperrt',
    '您的账户已被盗，请立即回复！',
    'आपका खाता हैक हो गया है।',
    'لقد تم اختراق حسابك اتصل بنا الآن',
    'One Two Three Four Five Six Seven Eight Nine',
    '<script>alert(1)</script>',
    '$& {name} {{name}}',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)',
    'x'.repeat(81),
    'x'.repeat(5_000),
  ])('is dropped when it contains a sentence: %j', (text) => {
    expect(safeFact(text)).toBe('')
  })

  it.each([
    'Call 1-800-FLOWERS',
    '1-800-FLOWERS',
    '(800) 555-CALL',
    'Ring 1 800 LAWYERS now',
    '1 800 LAWYERS',
    'Send Bitcoin To Bob',
    'Account Suspended',
    'Win A Free IPhone Today',
    'Your account was hacked call us',
    'Dial 911',
    'You won',
    'You’ve Won',
    'Go to evil dot com',
    'evil dot com',
    'evil (dot) com',
    'evil [dot] com',
    'Pay Now',
    'Reply',
    'Chrome, call us',
    'CHROME, CALL US',
  ])('is dropped when it addresses the reader, also as a method: %j', (text) => {
    expect(safeFact(text)).toBe('')
    expect(safePhrase(text)).toBe('')
    expect(safeTime(text)).toBe('')
  })

  it.each([
    // Places
    'Bloemfontein, Free State, ZA',
    'Is-sur-Tille, FR',
    'Callao, PE',
    'Winnipeg, CA',
    'Goa, IN',
    'Åre, SE',
    '110 00 Praha, CZ',
    '111 22 Stockholm, SE',
    'Bālurghāt, IN',
    'Berlin, DE',
    'berlin, de',
    '203.0.113.7, Berlin, DE',
    '203.0.113.255',
    '2001:db8::1',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334, Berlin',
    '::ffff:203.0.113.7',
    'Washington, D.C., US',
    'St. Louis, US',
    'Dar es Salaam, TZ',
    "Ra's al-Khaimah, AE",
    "'s-Hertogenbosch, NL",
    'Newcastle upon Tyne, GB',
    'Frankfurt am Main, DE',
    'Neustadt an der Weinstraße, DE',
    'San Fernando del Valle de Catamarca, AR',
    'United Kingdom of Great Britain and Northern Ireland',
    '10115 Berlin, DE',
    'Łódź, PL',
    'Quận Ba Đình, Thành phố Hà Nội, VN',
    'Москва, Россия',
    'Нижний Новгород, RU',
    'Θεσσαλονίκη, GR',
    'القاهرة، مصر',
    'تل أبيب-يافا',
    'תל אביב־יפו',
    'मुंबई, भारत',
    '東京都千代田区',
    '中华人民共和国香港特别行政区',
    '서울특별시, KR',
    'กรุงเทพมหานคร',
    // Devices
    'Chrome, OS X',
    'Chrome 128.0.6613.84, macOS',
    'Chrome 128.0.6613.84, Mac OS X 10_15_7',
    'Mobile Safari 17.4.1, iPhone (iOS 17.4.1)',
    'Samsung Internet 24.0, Android 14',
    'Samsung SM-G991B',
    'iPad Pro 12.9"',
    'desktop',
    'Chrome on Linux',
    'C++11 Runner',
    'Microsoft Surface Go',
    'Win 10',
    'Win32',
    'Chrome, Win64',
    'Amazon Echo Dot',
    'Go-http-client',
    // Times
    '30 August 2022, 12:14 UTC',
    'August 31, 02:18PM +0000',
    'August 31, 2022 at 2:18 p.m. GMT+2',
    '2022-08-31T14:18:00Z',
    '2022-08-31 14:18:00.123 +02:00',
    '31.08.2022, 14:18',
    '08/31/2022 02:18 PM',
    '2022年8月31日 14:18',
    'Wed, 31 Aug 2022 14:18:00 +0200',
  ])('stays: %s', (text) => {
    expect(safeFact(text)).toBe(text)
  })

  it.each(['Monday morning', 'Berlin', 'Tomorrow', 'Save A Lot Today'])(
    'is not a time without a number: %s',
    (text) => {
      expect(safeTime(text)).toBe('')
    },
  )

  it.each([
    '30 August 2022, 12:14 UTC',
    'Today at 14:18',
    '31-August-2022 14:18',
    '٣١ أغسطس ٢٠٢٢',
    '३१ अगस्त २०२२',
    '二〇二二年八月三十一日',
    '2022년 8월 31일 14:18',
  ])('is a time with a number: %s', (text) => {
    expect(safeTime(text)).toBe(text)
  })

  it.each([
    ['Unknown, DE', 'DE'],
    ['Unknown location', ''],
    ['unknown', ''],
    ['N/A', ''],
    ['Chrome, unknown operating system', 'Chrome'],
  ])('leaves out unknown parts: %j', (text, known) => {
    expect(safeFact(text)).toBe(known)
  })

  it('is null when it is not a text', () => {
    for (const value of [null, undefined, {}, [], true, '']) expect(safeFact(value)).toBe('')
  })
})

describe('a device', () => {
  it.each<[readonly unknown[], string]>([
    [['Windows', 'Chrome', 'Windows'], 'Windows, Chrome'],
    [['MyApp', 'MyApp', 'unknown operating system'], 'MyApp'],
    [['MyApp, MyApp'], 'MyApp'],
    [['MyApp', 'myapp', ''], 'MyApp'],
    [['Windows', 'Chrome', 'Windows 11'], 'Chrome, Windows 11'],
    [['iPhone', 'Mobile Safari', 'iOS'], 'iPhone, Mobile Safari, iOS'],
    [['unknown device', 'Unknown Browser', undefined], ''],
    [['Call +1 800 555 0100', 'Chrome', 'Windows'], 'Chrome, Windows'],
    [['Chrome, OS X'], 'Chrome, OS X'],
  ])('%j becomes %j', (parts, name) => {
    expect(deviceName(...parts)).toBe(name)
  })
})

describe('a method or a duration', () => {
  it.each([
    'Password',
    'Email verification code',
    'Sign in with Google',
    'SAML SSO (Okta)',
    '1 hour and 30 minutes',
    '100',
  ])('stays: %s', (text) => {
    expect(safePhrase(text)).toBe(text)
  })
})
