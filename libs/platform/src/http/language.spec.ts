import { languageOf } from './language';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'], ['', 'en'], ['zh-CN', 'zh-CN'], ['zh', 'zh-CN'], ['zh-Hant-TW', 'zh-CN'], ['en-GB,zh;q=0.9', 'en'], ['fr, zh-CN;q=0.8, en;q=0.7', 'zh-CN'],
    ['de', 'en'], ['zh;q=0', 'en'], ['*', 'en'], ['zh;q=oops', 'en'], [';;;,,,', 'en'], ['ZH-cn', 'zh-CN'],
  ])('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
