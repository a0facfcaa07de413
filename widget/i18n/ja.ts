import type { CreateMessages, Texts } from './messages.ts';

const texts: Texts = {
  openChat: 'チャットを開く',
  chatNotLoaded: 'チャットを読み込めませんでした。',
  closeChat: 'チャットを閉じる',
  heading: 'チャット',
  newChat: '新しいチャット',
  makeLarger: '拡大',
  makeSmaller: '縮小',
  resizeChat: 'チャットのサイズを変更',

  welcome: '何をお手伝いしましょうか？',
  conversationLabel: '会話',
  you: 'あなた',
  assistant: 'アシスタント',
  thinking: '考えています',
  reconnecting: '再接続しています…',
  answerStopped: '停止しました',
  answerInterrupted: '回答はここで途切れました',
  answerCutShort: '回答が最大の長さに達しました',
  answerEmpty: 'モデルから回答がありませんでした',
  notSent: '未送信',
  loadingChat: '会話を読み込んでいます',
  jumpToLatest: '最新へ移動',
  copyCode: 'コードをコピー',
  copied: 'コピーしました',
  codeLabel: 'コード',
  tableLabel: '表',
  opensInNewTab: '新しいタブで開きます',
  mathLabel: '数式',

  messageActions: 'メッセージの操作',
  copyMessage: 'コピー',
  copyFailed: 'コピーできませんでした',
  editMessage: '編集',
  editLabel: 'メッセージを編集',
  sendEdit: '送信',
  cancel: 'キャンセル',
  regenerate: 'もう一度回答',
  regenerateWith: '別のモデルで回答',
  previousVersion: '前のバージョン',
  nextVersion: '次のバージョン',
  goodAnswer: '良い回答',
  badAnswer: '良くない回答',
  feedbackComment: '改善してほしい点（任意）',
  sendFeedback: 'フィードバックを送信',
  feedbackThanks: 'フィードバックをありがとうございます',
  feedbackFailed: 'フィードバックを保存できませんでした。もう一度お試しください。',
  details: '詳細',

  placeholder: 'メッセージを入力',
  messageLabel: 'メッセージ',
  send: 'メッセージを送信',
  stop: '回答を停止',
  model: 'モデル',
  prompt: 'スタイル',
  noModel: '利用できるモデルがありません',
  offline: 'オフラインです。送信したメッセージは、接続が戻ると届けられます。',
  waitingForConnection: '接続が戻ると送信されます',

  history: 'チャット一覧',
  closeHistory: 'チャットに戻る',
  searchChats: 'チャットを検索',
  clearSearch: '検索をクリア',
  noChats: 'チャットはここに表示されます。',
  noChatsFound: '一致するチャットはありません。',
  untitledChat: '無題のチャット',
  loadingChats: 'チャットを読み込んでいます',
  moreChats: 'さらに表示',
  historyFailed: 'チャット一覧を読み込めませんでした。',
  renameChat: '名前を変更',
  chatTitle: 'チャットのタイトル',
  saveTitle: '保存',
  renameFailed: 'チャットの名前を変更できませんでした。',
  deleteChat: '削除',
  undo: '元に戻す',
  deleteFailed: 'チャットを削除できませんでした。',
  exportMarkdown: 'Markdownで書き出す',
  exportJson: 'JSONで書き出す',
  exportFailed: 'チャットを書き出せませんでした。',

  limitTitle: '無料メッセージを使い切りました',
  limitKept: 'メッセージとこの会話は保存されています。続けるには登録してください。',
  signUp: '登録',
  signIn: 'ログイン',
  notNow: '今はしない',

  retry: '再試行',
  edit: 'メッセージを編集',
  dismiss: '閉じる',
  loadChatFailed: 'この会話を読み込めませんでした。',

  errors: {
    offline: 'オフラインです。メッセージはここに残っています。接続してからもう一度お試しください。',
    interrupted:
      '回答の途中で接続が切れました。メッセージは残っています。もう一度試すと、回答をすべて受け取れます。',
    stopped:
      '送信される前に停止しました。メッセージはここに残っています。今すぐ送信するか、変更してから送信してください。',
    session_changed:
      '送信される前にログイン状態が変わりました。入力した内容は入力欄に戻しました。もう一度送信してください。',
    invalid_request:
      'このメッセージを読み取れませんでした。入力した内容は残っています。変更してもう一度送信してください。',
    provider_unavailable:
      'このモデルは現在利用できません。メッセージは残っています。別のモデルを選んでもう一度お試しください。',
    prompt_unavailable:
      'このスタイルの提供は終了しました。メッセージは残っています。別のスタイルを選んでもう一度お試しください。',
    context_too_long:
      'この会話はモデルには長すぎます。内容はすべて残っています。別のモデルを選ぶか、新しいチャットを始めてください。',
    unauthenticated:
      'この操作にはログインが必要です。メッセージは残っています。ログインしてもう一度お試しください。',
    invalid_token:
      'ログインの有効期限が切れました。メッセージは残っています。ログインし直してもう一度お試しください。',
    forbidden_origin:
      'このチャットはこのサイト用にまだ設定されていません。入力した内容は残っています。サイトの管理者がこのアドレスを許可する必要があります。',
    not_found: 'この会話はもう存在しません。続けるには新しいチャットを始めてください。',
    method_not_allowed:
      'チャットとサーバーのバージョンが合いません。入力した内容は残っています。ページを再読み込みしてもう一度お試しください。',
    turn_in_progress:
      'この会話ではまだ回答中です。入力した内容は残っています。回答が終わってからもう一度お試しください。',
    message_too_long:
      'このメッセージは長すぎます。入力した内容は残っています。短くしてもう一度送信してください。',
    content_filtered:
      'モデルはこの内容への回答を控えました。メッセージは残っています。別の言い方でお試しください。',
    rate_limited:
      '短い時間に送信されたメッセージが多すぎます。メッセージは残っています。少し待ってからもう一度お試しください。',
    anonymous_limit_reached:
      '無料メッセージを使い切りました。メッセージとこの会話は保存されています。続けるには登録してください。',
    user_limit_reached:
      '今日のメッセージの上限に達しました。メッセージは残っています。明日もう一度お試しください。',
    budget_reached:
      'このチャットは今日の上限に達しました。メッセージは残っています。明日もう一度お試しください。',
    internal: 'サーバーで問題が発生しました。メッセージは残っています。もう一度お試しください。',
    provider_auth:
      'このモデルは正しく設定されていません。メッセージは残っています。別のモデルを選んでもう一度お試しください。',
    provider_failed:
      'モデルが回答を終えられませんでした。メッセージは残っています。もう一度試すか、別のモデルを選んでください。',
    provider_overloaded:
      'モデルが混み合っています。メッセージは残っています。しばらくしてからもう一度お試しください。',
    service_unavailable:
      'チャットに接続できません。メッセージは残っています。しばらくしてからもう一度お試しください。',
    provider_timeout:
      'モデルの回答に時間がかかりすぎました。メッセージは残っています。もう一度お試しください。',
  },
};

/** Japanese. */
export const createJapanese: CreateMessages = (formats) => {
  const { number, dateAndTime } = formats;
  return {
    ...formats,
    ...texts,
    unreadMessages: (count) => `未読メッセージ${number(count)}件`,
    newMessages: (count) => `新着メッセージ${number(count)}件`,
    imageLink: (alt) => (alt === '' ? '画像' : `画像：${alt}`),
    versionOf: (position, count) => `${number(count)}件中${number(position)}件目のバージョン`,
    usage: ({ input, output, cached }) =>
      cached > 0
        ? `入力${number(input)}トークン（うちキャッシュ${number(cached)}）、出力${number(output)}トークン`
        : `入力${number(input)}トークン、出力${number(output)}トークン`,
    answeredBy: (model) => `回答：${model}`,
    charactersOver: (count) => `${number(count)}文字超過しています`,
    chatActions: (title) => `「${title}」の操作`,
    chatDeleted: (title) => `削除しました：「${title}」`,
    freeMessagesLeft: ({ remaining, limit }) =>
      `無料メッセージ残り${number(remaining)}件（全${number(limit)}件）`,
    // A day of the week after its time, as the pattern of the two has it, is no part of a sentence.
    limitRenews: (resetsAt) => `無料メッセージは${dateAndTime(resetsAt)}から再び使えます。`,
  };
};
