/** What is said when the sentences of a language cannot be loaded: in all languages. */
export const UNLOADABLE = [
  {
    lang: 'en',
    text: 'Rinse could not be loaded: the server has another version, or cannot be reached. Saved work is kept. Reload the page.',
  },
  { lang: 'zh-CN', text: 'Rinse 无法加载：服务器上已是另一版本，或无法连接。已保存的内容都在。请刷新页面。' },
] as const;
