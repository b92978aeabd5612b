"""All texts of the page itself, in English and Chinese, and the choice between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from assistant.answering.suggesting import ASKS
from assistant.answering.wording import FRAMES, QUOTATION_MARKS, Wording
from assistant.answering.wording import LANGUAGES as WORDINGS
from assistant.presenting.counted import counted
from assistant.verifying.reasons import in_chinese
from index.language.times.written_days import day_told

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LANGUAGE_COOKIE = "language"


_KINDS = {
    "en": {
        "opinion": "Opinion",
        "satire": "Satire",
        "letter": "Letter",
        "release": "Press release",
        "review": "Review",
        "interview": "Interview",
        "analysis": "Analysis",
        "obituary": "Obituary",
        "correction": "Correction",
    },
    "zh": {
        "opinion": "评论",
        "satire": "讽刺",
        "letter": "来信",
        "release": "新闻稿",
        "review": "评介",
        "interview": "访谈",
        "analysis": "分析",
        "obituary": "讣告",
        "correction": "更正",
    },
}

# Of the sentences of an answer, those that say why there is none; one that says more comes first.
_REFUSALS = (
    *("nothing_found", "nothing_found_in_one", "not_said", "not_said_that", "nothing_said"),
    *("empty", "no_article", "no_outlet", "no_author", "no_label"),
)


class Words:
    """All texts in one language. Each is here once, in both languages, so that none can be forgotten."""

    def __init__(self, language: Language) -> None:
        self.language = language

        def say(english: str, chinese: str) -> str:
            return chinese if language == "zh" else english

        # The frame
        self.title = say("Article assistant", "文章助手")
        self.tagline = say("Every sentence points at the exact words it rests on.", "每句话都指向它所依据的原文。")
        self.chat = say("Chat", "提问")
        self.articles = say("Articles", "文章")
        self.views = say("Views", "页面")
        self.library = say("Library", "文章库")
        self.new_conversation = say("New conversation", "新对话")
        self.help = say("Help and keys", "帮助与快捷键")
        self.other_language = say("中文", "English")
        self.close = say("Close", "关闭")
        self.lost = say(
            "The connection to the server is lost. This page and your question are kept; trying again…",
            "与服务器的连接已断开。页面内容和您的问题都会保留，正在重试……",
        )

        # Asking
        self.question_label = say("Your question", "您的问题")
        self.question_placeholder = say("Ask about your articles", "就您的文章提问")
        self.question_keys = say("Enter asks, Shift+Enter starts a new line", "回车提问，Shift+回车换行")
        self.ask = say("Ask", "提问")
        self.stop = say("Stop", "停止")
        self.again = say("Ask again", "重新提问")
        self.conversation = say("Conversation", "对话")
        self.searching = say("Searching the articles…", "正在检索文章……")
        self.warming_up = say("Starting: loading the models…", "正在启动，正在加载模型……")
        self.reading = say("Reading what was found…", "正在阅读找到的段落……")
        self.checking = say("Checking each sentence against its source…", "正在逐句核对出处……")
        self.stopped = say("Stopped. This answer is incomplete.", "已停止，以上内容不完整。")
        self.stopped_before = say("Stopped before there was an answer.", "已停止，尚无回答。")
        self.you_asked = say("You asked:", "您问：")
        self.understood_as = say("Read as:", "理解为：")
        self.asked = say("asked", "原文")
        self.on_topic = say("on {topic}", "关于{topic}")
        self.comma = say(", ", "，")
        self.answered_aloud = say("Answer:", "回答：")
        self.ask_next = say("Ask next", "接着问")
        self.waiting = say("Asked next, once this answer is complete", "待这个回答完成后提问")

        # What a question is limited to
        self.limit = say("Filter", "筛选")
        self.limits = say("Search only in", "只检索")
        self.limits_hint = say("An outlet, author, label or title", "媒体、作者、标签或标题")
        self.filters = {  # each sort of name by which a question is limited: one of it, and the heading of several
            "outlets": (say("outlet", "媒体"), say("Outlets", "媒体")),
            "authors": (say("author", "作者"), say("Authors", "作者")),
            "labels": (say("label", "标签"), say("Labels", "标签")),
            "kinds": (say("kind of text", "文章类型"), say("Kinds of text", "文章类型")),
            "articles": (say("article", "文章"), say("Articles", "文章")),
        }
        self.article = self.filters["articles"][0]
        self.since = say("From", "起始日期")
        self.until = say("To", "截止日期")
        self.nothing_fits = say("Nothing by that name", "没有符合的名称")
        self.remove = say("Remove", "移除")
        self.remove_all = say("Remove all", "全部移除")

        # First visit, empty library
        self.welcome = say("What would you like to know?", "您想了解什么？")
        self.welcome_text = say(
            "Answers are quoted from your articles, word for word. Each has a number; the same number "
            "beside it shows the whole paragraph that it comes from.",
            "回答逐字引自您的文章。每条引文带有编号，旁边同一编号处可见它所在的整个段落。",
        )
        self.in_the_library = say("In the library", "文章库")
        self.newest = say("Newest", "最新")
        self.most_quoted = say("Quoted most", "引述最多")
        self.try_one = say("Try one of these", "试试这些问题")
        self.empty_library = say("There are no articles yet", "还没有文章")
        self.or_in_a_terminal = say("Or in a terminal", "或在终端中")
        self.empty_library_command = say("article-assistant add FOLDER", "article-assistant add 文件夹")

        # Signing in
        self.sign_in = say("Sign in", "登录")
        self.sign_out = say("Sign out", "退出")
        self.signed_in_as = say("Signed in under this name", "当前登录的用户")
        self.user_name = say("Name", "用户名")
        self.password = say("Password", "密码")
        self.wrong_sign_in = say("The name or the password is wrong. Try again.", "用户名或密码不正确，请重试。")
        self.unreadable_access = say(
            "Nobody can sign in at the moment. Ask the person who runs this server to read its log.",
            "目前无法登录，请让本服务器的管理者查看日志。",
        )
        self.sign_in_help = say(
            "The person who runs this server gives you a name and a password, and a new password if you lose it.",
            "用户名和密码由本服务器的管理者提供；忘记密码时请向其索取新密码。",
        )
        self.unreadable_provider = say(
            "The service where you sign in cannot be reached. Try again soon, or tell the operator of this server.",
            "暂时无法连接登录服务，请稍后再试，或告知本服务器的管理者。",
        )
        self.refused_by_provider = say(
            "You were not signed in: the sign-in took too long, was used before, or was refused. Try again.",
            "登录未成功：登录超时、链接已被使用，或被登录服务拒绝。请重试。",
        )
        self.not_in_a_group = say(
            "You are signed in there, but not in a group that may use this server. Ask the person who runs it.",
            "您已通过登录服务验证，但所在的组无权使用本服务器，请联系管理者。",
        )
        self.signed_out = say("You are signed out.", "您已退出。")
        self.go_on = say("Continue", "继续")
        self.others_will_add = say(
            "The person who manages this library adds them; then you can ask.", "由文章库的管理者添加，之后即可提问。"
        )

        # Not found and failed
        self.not_found = say("Nothing found", "没有找到")
        self.none_searched = say("No article was searched", "没有可供查找的文章")
        self.not_found_text = say("Nothing in the articles answers this question.", "没有文章能回答这个问题。")
        self.closest = say("Closest paragraphs", "最接近的段落")
        self.did_you_mean_label = say("Did you mean:", "您是否想问：")
        self.closest_hint = say("None of them answers it; judge for yourself.", "它们都没有回答这个问题，请自行判断。")
        self.found_without = say(
            "Articles that your filters leave out answer this.", "您筛选之外的其他文章能回答这个问题。"
        )
        self.search_without = say("Search all articles", "检索全部文章")
        self.failed = say("This question could not be answered", "这个问题无法回答")
        self.stopping = say(
            "The server is stopping, so this was not answered. Ask again in a moment.",
            "服务器正在停止，未能回答。请稍后再问。",
        )
        self.unexpected = say(
            "Something went wrong on the server while answering. Its log has the details; you can ask again.",
            "回答时服务器出错，详情见其日志。您可以重新提问。",
        )
        self.not_supported = say("Not supported by the cited paragraph", "所引段落不支持这一说法")

        # Sources
        self.sources = say("Sources", "出处")
        self.no_sources = say("The paragraphs that an answer rests on appear here.", "回答所依据的段落会显示在这里。")
        self.no_sources_for_this = say("This answer cites no paragraph.", "这个回答没有引用段落。")
        self.for_question = say("For:", "问题：")
        self.back_to_answer = say("Back to the answer", "回到回答")
        self.back_to_text = say("Back to the text", "回到文稿")
        self.article_changed = say(
            "The article has changed since this answer; this is what it said then.",
            "文章在回答之后有改动；这里是当时的内容。",
        )
        self.article_gone = say(
            "The article is no longer in the library; this is what it said then.",
            "文章已不在文章库中；这里是当时的内容。",
        )
        self.not_from_here = say("This is not from this library.", "这不是出自这个文章库的内容。")
        self.read_in_article = say("Read in the article", "在文章中阅读")
        self.copy = say("Copy with citation", "复制引文及出处")
        self.copied = say("Copied", "已复制")
        self.dates = say("Days named in the quote", "引文所指的日期")

        # An article
        self.in_brief = say("In brief", "概要")
        self.quoted_here = say("Quoted here", "文中引述")
        self.ask_only_this = say("Ask only this article", "只问这篇文章")
        self.back_to_sources = say("Sources", "出处")
        self.original = say("Original", "原文")
        self.opens_new_tab = say("opens in a new tab", "在新标签页中打开")
        self.previous_citation = say("Previous citation in this article", "本文上一处引用")
        self.next_citation = say("Next citation in this article", "本文下一处引用")
        self.as_cited = say("The paragraph as it was cited", "引用时的段落")
        self.not_searched = {
            "note": say("note, not searched", "编者说明，不参与检索"),
            "boilerplate": say("not part of the text, not searched", "正文以外，不参与检索"),
        }
        self.caption = say("caption", "图片说明")
        self.article_missing = say("There is no such article", "没有这篇文章")
        self.article_missing_text = say(
            "It may have been removed from the library, or the link may be incomplete.",
            "它可能已从文章库中移除，或链接不完整。",
        )
        self.to_the_chat = say("Ask the articles", "向文章提问")
        self.untitled = say("Untitled", "无标题")

        # Memory
        self.conversations = say("Conversations", "历史对话")
        self.search_conversations = say("Search conversations", "搜索对话")
        self.no_conversations = say("Your questions are saved here.", "您的提问会保存在这里。")
        self.no_conversation_found = say("No conversation contains these words.", "没有对话包含这些词。")
        self.rename = say("Rename", "重命名")
        self.conversation_title = say("Title of the conversation", "对话标题")
        self.export_markdown = say("Export as Markdown", "导出为 Markdown")
        self.export_json = say("Export as JSON", "导出为 JSON")
        self.delete = say("Delete", "删除")
        self.more_to_do = say("More", "更多")
        self.delete_all = say("Delete all conversations", "删除全部对话")
        self.delete_title = say("Delete for good?", "永久删除？")
        self.delete_all_asked = say("All conversations, including those not listed.", "全部对话，包括未列出的。")
        self.delete_asked = say(
            "Nothing of it is kept, it cannot be restored, and links to its answers stop working.",
            "内容不会保留，无法恢复，已分享的链接也将失效。",
        )
        self.cancel = say("Cancel", "取消")
        self.save = say("Save", "保存")
        self.good_answer = say("Good answer", "回答得好")
        self.bad_answer = say("Bad answer", "回答得不好")
        self.add_comment = say("Add a comment", "添加评论")
        self.change_comment = say("Change the comment", "修改评论")
        self.comment_label = say("What is good or wrong about this answer?", "这个回答好在哪里，或错在哪里？")
        self.share = say("Share", "分享")
        self.shared = say("Shared", "已分享")
        self.share_title = say("A link to this answer", "这个回答的链接")
        self.share_text = say(
            "Anyone who has the link and can reach this server can read the question, the answer and its sources, but "
            "nothing else of the conversation.",
            "拿到链接并能访问本服务器的人可以看到问题、回答及其出处，看不到对话的其他内容。",
        )
        self.link = say("Link", "链接")
        self.copy_link = say("Copy the link", "复制链接")
        self.link_copied = say("The link is copied.", "链接已复制。")
        self.link_not_copied = say(
            "The link could not be copied; copy it from here.", "无法自动复制，请在此处手动复制。"
        )
        self.unshare = say("Stop sharing", "停止分享")
        self.shared_answer = say("A shared answer", "分享的回答")
        self.shared_missing = say("This answer is not shared", "这个回答没有分享")
        self.shared_missing_text = say(
            "It may no longer be shared, or the link may be incomplete.", "它可能已停止分享，或链接不完整。"
        )

        # The help sheet
        self.help_text = say(
            "Click a sentence of an answer to see its words in the article. Click its number to see the paragraph.",
            "点击回答中的句子，可在文章中看到原话；点击编号，可看到所在段落。",
        )
        self.keys = (
            ("/", say("write a question", "输入问题")),
            ("Enter", say("ask; on a number, show its paragraph", "提问；在编号上则显示段落")),
            ("Shift+Enter", say("start a new line", "换行")),
            ("o", say("on a number, show its words in the article", "在编号上，显示文章中的原话")),
            ("← →", say("in an article, the citation before or after", "在文章中，上一处或下一处引用")),
            ("c", say("on a source, copy it with citation", "在出处上，复制引文及出处")),
            ("n", say("start a new conversation", "开始新对话")),
            ("Esc", say("stop an answer; close what is open", "停止回答；关闭打开的面板")),
            ("?", say("show this", "显示本帮助")),
        )
        self.keys_heading = say("Keys", "快捷键")
        self.single_keys = say("Single-character keys are on", "启用单键快捷键")

        # Who writes
        self.quotes = say("Quotes", "引文")
        self.writers_title = say("Let a model write the answers?", "让模型撰写回答？")
        self.writers_text = say(
            "The model runs on this server's machine. It is tried on questions of this library beside quotes; every "
            "sentence of both is checked against the articles.",
            "模型在服务器本机上运行。先用本文库的问题试写，与引文对照；两边的每句话都与文章核对。",
        )
        self.model = say("Model", "模型")
        self.try_it = say("Try it", "试写")
        self.trying = say("Answering question {n} of {of}…", "正在回答第{n}题，共{of}题……")
        self.let_it_write = say("Let it write", "让它撰写")
        self.keep_quotes = say("Keep quotes", "保留引文")
        self.back_to_quotes = say("Back to quotes", "恢复引文")

        # Check tab
        self.check = say("Check", "核对")
        self.check_title = say("Check a text", "核对文稿")
        self.check_hint = say(
            "Paste a draft: each of its sentences is checked against the articles.", "粘贴文稿，逐句与文章核对。"
        )
        self.check_by_keys = say("Ctrl+Enter checks.", "Ctrl+Enter 开始核对。")
        self.no_sources_of_text = say(
            "The paragraphs that support or contradict your text appear here.",
            "支持文稿或与之不符的段落会显示在这里。",
        )
        self.check_file = say("Open a file", "打开文件")
        self.check_begin = say("Check", "核对")
        self.check_empty = say(
            "There is no text to check yet. Paste one, or open a file.", "还没有文稿，请粘贴或打开文件。"
        )
        self.check_progress = say("Progress of the check", "核对进度")
        self.check_result = say("Sentence by sentence", "逐句结果")
        self.check_stopped = say("Stopped. The rest was not checked.", "已停止，其后的内容没有核对。")
        self.check_kept = say("Checked text", "核对过的文稿")
        self.check_keep = say("Save with footnotes:", "连同脚注保存：")
        self.check_compare = say("Compare with the source", "与出处对照")
        self.check_edit = say("Edit the sentence", "修改这一句")
        self.check_again = say("Check again", "重新核对")
        self.check_yours = say("Your text", "文稿")
        self.check_changed = say(
            "The text above has changed since the check. Check it again first.", "上面的文稿已改动，请先重新核对。"
        )
        self.check_claims_nothing = say("This text makes no claim that can be checked.", "文稿中没有可以核对的内容。")
        self.verdicts = {
            "supported": say("supported", "有依据"),
            "contradicted": say("contradicted", "与文章不符"),
            "attributed": say("attributed", "仅为某人所言"),
            "not_found": say("not found", "文章未提及"),
        }

        # People tab
        self.people = say("People", "人物")
        self.find_people = say("Find by name or role", "按姓名或职务查找")
        self.people_orders = {
            "statements": say("Most quoted first", "引述最多的在前"),
            "latest": say("Newest first", "最近的在前"),
            "name": say("By name", "按姓名"),
        }
        self.people_columns = {
            "of-name": say("Name", "姓名"),
            "of-statements": say("Statements", "言论"),
            "of-latest": say("Newest article", "最近的文章"),
        }
        self.nobody_found = say("Nobody by that name is quoted in the articles.", "文章中没有引述过这个人。")
        self.more = say("Show more", "显示更多")
        self.ask_about_person = say("Ask what they said", "询问其言论")
        self.about_what = say("About what", "关于什么")
        self.statements_over_time = say("Statements over time", "言论的时间分布")
        self.said_nothing = say("No statement matches.", "没有这样的言论。")

        # Articles tab
        self.columns = {
            "title": say("Title", "标题"),
            "outlet": say("Outlet", "媒体"),
            "author": say("Author", "作者"),
            "published": say("Published", "发表日期"),
            "paragraphs": say("Paragraphs", "段落数"),
            "source": say("Source", "来源"),
            "added": say("Added", "添加日期"),
        }
        self.kinds = {"news": say("News", "新闻"), "live": say("Live report", "实时报道"), **_KINDS[language]}
        self.kinds["unknown"] = say("Unknown", "未知")
        self.kind_of_text = say("Kind of text", "文章类型")
        self.every_kind = say("Every kind of text", "所有类型")
        self.only_corrected = say("Only corrected or withdrawn", "只看更正或撤稿的")
        self.none_like_this = say("No article matches.", "没有这样的文章。")
        self.ask_only_these = say("Ask only these", "只问这些文章")
        self.sort_by = say("Sort by", "排序")
        self.find_articles = say("Find in titles, outlets, authors and sources", "在标题、媒体、作者和来源中查找")
        self.select = say("Select", "选择")
        self.select_page = say("Select all on this page", "选择本页全部")
        self.clear_selection = say("Clear selection", "取消选择")
        self.selected = (say("1 selected", "已选1篇文章"), say("{n} selected", "已选{n}篇文章"))
        self.really_remove = (
            say("Remove this article?", "移除这篇文章？"),
            say("Remove {n} articles?", "移除{n}篇文章？"),
        )
        self.and_more = (say("and 1 more", "另有1项"), say("and {n} more", "另有{n}项"))
        self.remove_selected = say("Remove…", "移除……")
        self.keep = say("Keep", "保留")
        self.labels_of_selected = say("Labels…", "标签……")
        self.label_these = (
            say("Labels of this article", "这篇文章的标签"),
            say("Labels of {n} articles", "{n}篇文章的标签"),
        )
        self.label_field = say("A label, or a field as name=value", "标签，或“名称=值”形式的字段")
        self.add_label = say("Add", "添加")
        self.take_label = say("Remove", "去除")
        self.labels_stay = say(
            "Your changes stay when an article is read from its source again.",
            "此处的更改在重新读取原文后仍然保留。",
        )
        self.only_label = say("Only articles with this label", "只看带此标签的文章")
        self.no_only_label = say("Show articles without this label too", "取消标签筛选")
        self.remove_text = say(
            "Answers that cite them keep the cited words. Their source files are not touched.",
            "引用过它们的回答会保留所引文字，原文件不受影响。",
        )
        self.pages = say("Pages of the table", "表格分页")
        self.page_before = say("Previous page", "上一页")
        self.page_after = say("Next page", "下一页")
        self.show_all = say("Show all articles", "显示全部文章")
        self.loading = say("Loading…", "正在加载……")
        self.server_lost = say(
            "The connection to the server is lost; trying again…", "与服务器的连接已断开，正在重试……"
        )
        self.add_articles = say("Add articles", "添加文章")
        self.no_articles_yet = say(
            "Add files, folders, web pages and feeds; you can ask about them as soon as they are in the library.",
            "文件、文件夹、网页和订阅源，入库后即可提问。",
        )
        self.drop_here = say("Drop files or folders here", "将文件或文件夹拖到这里")
        self.choose_files = say("Choose files", "选择文件")
        self.choose_folder = say("Choose a folder", "选择文件夹")
        self.addresses = say("Web addresses of pages or feeds, one a line", "网页或订阅源的网址，每行一个")
        self.add_addresses = say("Add from the web", "从网上添加")
        self.being_added = say("Being added", "正在添加的内容")
        self.sending_lost = say(
            "The connection was lost while files were being sent. Those that arrived are added; send the others again.",
            "发送文件时连接中断。已到达的文件会继续添加，其余请重新发送。",
        )
        self.no_files = say("There were no files to add.", "拖入的内容中没有文件。")
        self.waiting_for_others = say("Waiting for earlier additions", "等待之前的添加完成")
        self.fetching = say("Fetching and reading…", "正在获取并阅读……")
        self.cancel = say("Cancel", "取消")
        self.cancelling = say("Stopping…", "正在停止……")
        self.cancelled = say("Cancelled; what was already stored stays.", "已取消；此前已入库的内容保留。")
        self.failed_to_add = say("Not everything could be added", "未能全部添加")
        self.unexpected_adding = say(
            "Something went wrong on the server while adding. Its log has the details; what was stored stays.",
            "添加时服务器出错，详情见其日志；已入库的内容保留。",
        )
        self.others_add = say(
            "Another program is changing the library; the table will update.",
            "另一个程序正在更改文章库，表格会随之更新。",
        )
        # What is watched
        self.sources_watched = say("Sources", "来源")
        self.sources_hint = say(
            "Folders, feeds and pages that are checked regularly; new articles in them are added automatically.",
            "会反复查看的文件夹、订阅源和网页，其中的新内容会自动入库。",
        )
        self.source_place = say("A web address, a feed, or a folder on the server", "网址、订阅源或服务器上的文件夹")
        self.source_minutes = say("Every … minutes", "间隔（分钟）")
        self.watch_source = say("Watch", "添加来源")
        self.nobody_watches = say(
            "No process is watching the sources. `article-assistant watch` does so.",
            "目前没有程序在查看这些来源，可运行 article-assistant watch。",
        )
        self.standings = {
            "new": say("not read yet", "尚未读取"),
            "well": say("up to date", "正常"),
            "failing": say("cannot be read", "无法读取"),
            "silent": say("nothing new for a long time", "长期无新内容"),
            "paused": say("paused", "已暂停"),
        }
        self.last_read = say("last read", "上次读取")
        self.next_turn = say("next turn", "下次读取")
        self.last_failure = say("Not read", "读取失败")
        self.pause = say("Pause", "暂停")
        self.resume = say("Resume", "恢复")
        self.try_now = say("Try now", "立即读取")
        self.alerts = say("Alerts", "提醒")
        self.alerts_hint = say(
            "New matches from now on are shown here, in a feed reader, or sent to an address of yours.",
            "从现在起的新内容会显示在这里，也可用阅读器订阅或发送到您的地址。",
        )
        self.alert_speaker = say("Alert me when … speaks", "当此人发言时提醒我")
        self.alert_about = say("about (anything, if empty)", "关于（留空为任何话题）")
        self.alert_question = say("Alert me to new answers to a question", "当有段落回答这个问题时提醒我")
        self.alert_webhook = say("Webhook (optional)", "Webhook（可选）")
        self.be_told = say("Create alert", "设置提醒")
        self.nothing_new = say("Nothing new so far", "暂无新内容")
        self.open_feed = say("Feed address", "订阅地址")
        self.close_feed = say("Close feed", "停用订阅")
        self.feed_address = say(
            "The address for your feed reader; it is shown only now, and anyone who has it can read this alert:",
            "阅读器订阅地址，仅显示这一次，持有者即可阅读此提醒：",
        )
        self.webhook_secret = say(
            "The secret with which messages are signed; it is shown only now:", "用于签名的密钥，仅显示这一次："
        )
        self.remove_source = say("Keep its articles", "保留其文章")
        self.remove_with_articles = say("Remove its articles too", "连同文章一起移除")
        self.outcomes = {
            "added": say("Added", "已添加"),
            "updated": say("Updated", "已更新"),
            "unchanged": say("Unchanged", "无变化"),
            "skipped": say("Skipped", "已跳过"),
        }

    # Facts and numbers

    def too_often(self, seconds: int) -> str:
        if self.language == "zh":
            return f"您在短时间内提问过多，请在 {seconds} 秒后再问。"
        return f"You have asked too often in a short time. Ask again in {counted(seconds, 'second')}."

    def too_many_tries(self, seconds: int) -> str:
        if self.language == "zh":
            return f"尝试次数过多，请在 {seconds} 秒后重试。"
        return f"Too many attempts. Try again in {counted(seconds, 'second')}."

    def day(self, written: str | None) -> str:
        """A day, a week, a month or a year of ISO 8601 as people write it; anything else is shown unchanged."""
        return day_told(written, self.language)

    def updated(self, known: str) -> str:
        """When the outlet last changed an article, as distinct from when it came out."""
        return f"{self.day(known)}更新" if self.language == "zh" else f"updated {self.day(known)}"

    def let_write(self, model: str) -> str:
        return f"让{model}撰写……" if self.language == "zh" else f"Let {model} write…"

    def writes_until(self, model: str) -> str:
        """How long and for whom a model writes that was chosen on the page."""
        if self.language == "zh":
            return f"它为所有向本文库提问的人撰写，直到服务器重启；要保留它，请设置 ARTICLE_ASSISTANT_MODEL={model}。"
        return (
            "It writes for everybody who asks this library, until the server is restarted. To keep it, set "
            f"ARTICLE_ASSISTANT_MODEL={model}."
        )

    def borne_out(self, supported: int, claims: int, seconds: float) -> str:
        if self.language == "zh":
            return f"{claims}句中{supported}句有依据 · {seconds:.1f}秒"
        return f"{supported} of {counted(claims, 'sentence')} supported · {seconds:.1f} s"

    def who_writes(self, model: str | None) -> str:
        """Who writes the answers, in one line."""
        if self.language == "zh":
            return f"由{model}撰写，每句话都与出处核对" if model else "回答逐字引自文章，不由模型撰写"
        return f"Written by {model}; every claim is checked" if model else "Answers are quotes; no model writes them"

    def stock(self, articles: int, outlets: int, first: str | None, last: str | None) -> str:
        """What a library holds: how many articles, from how many outlets, from when to when."""
        told = [self.counted_articles(articles)]
        if outlets > 1:
            told.append(f"{outlets:,}家媒体" if self.language == "zh" else counted(outlets, "outlet"))
        if first and last:
            days = [self.day(first), self.day(last)]
            told.append((" 至 " if self.language == "zh" else " to ").join(dict.fromkeys(days)))
        return " · ".join(told)

    def new_since(self, number: int) -> str:
        if self.language == "zh":
            return f"自上次访问以来新增{number:,}篇"
        return f"{counted(number, 'article')} added since your last visit"

    def doubted_sources(self, number: int) -> str:
        """That so many sources fail or have fallen silent."""
        if self.language == "zh":
            return f"{number:,}个来源有问题"
        return "1 needs a look" if number == 1 else f"{number:,} need a look"

    def tells_of(self, speaker: str, about: str | None) -> str:
        """What an alert reports."""
        if self.language == "zh":
            return f"{speaker}谈{about}" if about else f"{speaker}的发言"
        return f"{speaker} on {about}" if about else f"What {speaker} says"

    def every(self, minutes: float) -> str:
        if self.language == "zh":
            return f"每{minutes:g}分钟"
        return "every minute" if minutes == 1 else f"every {minutes:g} minutes"

    def counted_articles(self, number: int) -> str:
        return f"{number:,}篇文章" if self.language == "zh" else counted(number, "article")

    def counted_sources(self, number: int) -> str:
        return f"{number:,}处出处" if self.language == "zh" else counted(number, "source")

    def in_library(self, articles: int) -> str:
        told = self.counted_articles(articles)
        return f"文章库中有{told}" if self.language == "zh" else f"{told} in the library"

    def searched(self, record: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
        """How much was searched, and within which filters; articles by title where it is known."""
        filters = dict(record.get("filters") or {})
        if filters.get("articles"):
            filters["articles"] = [(titles or {}).get(id) or id for id in filters["articles"]]
        articles = self.counted_articles(int(record.get("articles") or 0))
        looked_at = f"检索了{articles}" if self.language == "zh" else f"Searched {articles}"
        limits = [self.limited(name, value) for name, value in filters.items() if value]
        if limits:
            within = f"（{'；'.join(limits)}）" if self.language == "zh" else f" ({'; '.join(limits)})"
            looked_at += within
        if newest := record.get("newest"):
            day = self.day(newest)
            looked_at += f"，最新一篇为{day}" if self.language == "zh" else f", the newest of {day}"
        return looked_at

    def limited(self, name: str, value: object) -> str:
        """One filter of a search, in words."""
        values = value if isinstance(value, list | tuple) else [value]
        if name in self.filters:
            shown = [self.kind_named(str(one)) for one in values] if name == "kinds" else [str(one) for one in values]
            sort = self.filters[name][0]
            return f"{sort}：{'、'.join(shown)}" if self.language == "zh" else f"{sort}: {', '.join(shown)}"
        told = {"since": ("from {}", "{}起"), "until": ("to {}", "至{}"), "as_of": ("as of {}", "截至{}")}
        english, chinese = told.get(name, (f"{name.replace('_', ' ')}: {{}}", f"{name}：{{}}"))
        return (chinese if self.language == "zh" else english).format(self.day(str(values[0])))

    def older_conversations(self, number: int) -> str:
        if self.language == "zh":
            return f"另有{number:,}个较早的对话，可搜索找到。"
        return f"{counted(number, 'older conversation')}: search finds them."

    def options_of(self, title: str) -> str:
        return f"“{title}”的选项" if self.language == "zh" else f"Options of “{title}”"

    def not_saved(self, why: str) -> str:
        return f"这个回答没有保存：{why}" if self.language == "zh" else f"This answer is not saved. {why}"

    def where_cited(self, citation: Mapping[str, Any]) -> str:
        """The paragraph, and the page where its file has pages."""
        told = self.paragraph(citation["paragraph"])
        if not (page := citation.get("page")):
            return told
        return f"第{page}页，{told}" if self.language == "zh" else f"page {page}, {told}"

    def paragraph(self, number: int) -> str:
        return f"第{number}段" if self.language == "zh" else f"paragraph {number}"

    def source(self, marker: int) -> str:
        return f"出处{marker}" if self.language == "zh" else f"Source {marker}"

    def citation_of(self, place: int, number: int) -> str:
        """The position of one among the citations of an article."""
        return f"第{place}处，共{number}处引用" if self.language == "zh" else f"Citation {place} of {number}"

    def voice(self, citation: Mapping[str, Any]) -> str:
        """Who says the quoted words, and whether they are that speaker's own words."""
        speaker = citation.get("speaker")
        if self.language == "zh":
            if citation["voice"] == "author":
                return f"作者{speaker or ''}的观点"
            told = {"direct": "直接引语", "mixed": "部分直接引语", "reported": "转述"}.get(citation["voice"])
            return f"{told}，{speaker or '未提及说话人'}" if told else "媒体自己的表述"
        if citation["voice"] == "direct":
            return f"direct quotation of {speaker}" if speaker else "direct quotation, speaker not named"
        if citation["voice"] == "author":
            return f"{speaker}’s own opinion" if speaker else "the writer’s own opinion"
        if citation["voice"] == "mixed":
            return f"{speaker}, partly in quotation marks" if speaker else "partly in quotation marks, no speaker named"
        if citation["voice"] == "reported":
            return f"{speaker}, reported" if speaker else "reported, speaker not named"
        return "the outlet’s own words"

    def who(self, citation: Mapping[str, Any]) -> str:
        """Whose words a quote gives, for the line under it; empty for the outlet's own."""
        speaker, voice = citation.get("speaker"), citation["voice"]
        speaker = speaker[:1].upper() + speaker[1:] if speaker and speaker.split()[0].islower() else speaker
        if voice == "outlet":
            return ""
        if self.language == "zh":
            unnamed = "未提及说话人"
            if voice == "author":
                return speaker or "作者"
            how = {"direct": "", "mixed": "（部分直接引语）"}.get(voice, "（转述）")
            return f"{speaker or unnamed}{how}"
        if voice == "author":
            return speaker or "The writer"
        how = {"direct": "", "mixed": ", partly in quotation marks"}.get(voice, ", as reported")
        return f"{speaker or 'Speaker not named'}{how}"

    def place(self, citation: Mapping[str, Any]) -> str:
        """The outlet and day of a citation."""
        return self.comma.join(fact for fact in (citation["outlet"], self.day(citation["published"])) if fact)

    def sign_in_at(self, provider: str) -> str:
        return f"通过{provider}登录" if self.language == "zh" else f"Sign in with {provider}"

    def closest_counted(self, number: int) -> str:
        return f"{number}个最接近的段落" if self.language == "zh" else counted(number, "closest paragraph")

    def only(self, name: str) -> str:
        return f"只看{name}" if self.language == "zh" else f"Only {name}"

    def of_one(self, read: Mapping[str, Any]) -> list[tuple[str, str]]:
        """If a question for somebody's words fits several people, each name with the question for that one."""
        names = [name for name in (read.get("speaker") or "").split(" / ") if name]
        whole = [name for name in names if not any(name != other and name in other.split() for other in names)]
        return [(name, self.asked_about(name, read.get("topic"))) for name in whole] if len(whole) > 1 else []

    def asked_about(self, name: str, topic: str | None = None) -> str:
        """The question for somebody's words."""
        asks = ASKS[self.language]
        return asks.said_on.format(name=name, topic=topic) if topic else asks.said.format(name=name)

    def did_you_mean(self, told: str) -> tuple[str, list[str]]:
        """The text of a `not_found` answer without the similar names it offers, and those names."""
        for frames in FRAMES.values():
            before, after = frames.nearest_names.split("{names}")
            start = told.find(before)
            if start >= 0:
                names = told[start + len(before) :].removesuffix(after).split(", ")
                return told[:start].strip(), [name for name in names if name]
        return told, []

    def in_own_language(self, told: str) -> str:
        """A refusal, which is in the language of its question, in that of the page; any other text as it is."""
        own = _refusals(WORDINGS[self.language])
        for wording in WORDINGS.values():
            for kind, template in _refusals(wording).items():
                pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template))
                if found := re.fullmatch(pattern, told):
                    return own[kind].format(**found.groupdict())
        return told

    def asked_of(self, name: str, asked: str, answer: Mapping[str, Any]) -> str:
        """The question of an answer, asked about somebody else."""
        question = str(answer["standalone_question"] or answer["question"])
        if asked and asked in question:
            return question.replace(asked, name)
        return self.asked_about(name, (answer.get("read_as") or {}).get("topic"))

    def either(self, things: Sequence[str]) -> str:
        """What several accounts differ in, as a question."""
        if self.language == "zh":
            return f"{'还是'.join(things)}？"
        return f"{', '.join(things[:-1])} or {things[-1]}?"

    def kind(self, citation: Mapping[str, Any]) -> str:
        """The kind of the quoted text if it is not a report; empty for older answers, which do not give it."""
        return _KINDS[self.language].get(citation.get("text_kind") or "", "")

    def kind_named(self, kind: str) -> str:
        """The name of any kind of text."""
        return self.kinds.get(kind, kind)

    def done_to(self, kind: str) -> str:
        """What a notice of that kind did to an article."""
        if self.language == "zh":
            return {"withdrawal": "已撤稿", "update": "已更新"}.get(kind, "已更正")
        return {"withdrawal": "Withdrawn", "update": "Updated", "clarification": "Clarified"}.get(kind, "Corrected")

    def corrected(self, notice: Mapping[str, Any]) -> str:
        """That the quoted text was corrected or withdrawn, and when; it precedes the words of the notice."""
        day = self.day(notice["published"]) if notice["published"] else ""
        if self.language == "zh":
            return f"{day}{'已撤稿' if notice['kind'] == 'withdrawal' else '已更正'}："
        done = "Withdrawn" if notice["kind"] == "withdrawal" else "Corrected"
        return f"{done} on {day}: " if day else f"{done}: "

    def changed_on(self, day: str, paragraphs: int) -> str:
        """That an article changed that day, and how much of it."""
        if self.language == "zh":
            return f"本文于{self.day(day)}有改动：{paragraphs}段"
        many = "1 paragraph" if paragraphs == 1 else f"{paragraphs} paragraphs"
        return f"This article changed on {self.day(day)}: {many}"

    def dated(self, words_of_quote: Mapping[str, Any]) -> str:
        """What a time in a quote means: "Wednesday = 4 February 2026"."""
        return f"{words_of_quote['text']} = {self.day(words_of_quote['day'])}"

    def also_in(self, copies: int) -> str:
        if self.language == "zh":
            return f"另见于这篇报道的{copies:,}个转载"
        return "Also in 1 copy of this story" if copies == 1 else f"Also in {copies:,} copies of this story"

    def differs_from(self, markers: Sequence[int]) -> str:
        """Which sources report the same thing differently."""
        if self.language == "zh":
            return f"出处{'、'.join(map(str, markers))}的说法不同"
        named = " and ".join(str(marker) for marker in markers)
        return f"Source {named} differs" if len(markers) == 1 else f"Sources {named} differ"

    def named_in(self, named: int, quoted: int) -> str:
        if self.language == "zh":
            return "名字见本段" if named == quoted else f"名字见第{named}段"
        return "named in this paragraph" if named == quoted else f"named in paragraph {named}"

    def quotation(self, citation: Mapping[str, Any]) -> str:
        """A quote with its source, for pasting into another text; its link is put after it."""
        title, outlet = citation["title"] or self.untitled, citation["outlet"]
        place = [self.day(citation["published"]), self.paragraph(citation["paragraph"])]
        if self.language == "zh":
            told = "，".join(part for part in (outlet, f"《{title}》", *place) if part)
            return f"{quoted(citation['quote'])}——{told}。"
        told = ", ".join(part for part in (outlet, f"“{title}”", *place) if part)
        return f"{quoted(citation['quote'])} — {told}."

    # Check tab

    def check_too_long(self, most: int) -> str:
        if self.language == "zh":
            return f"文稿共{{n}}字，一次最多核对{most:,}字，请分次核对。"
        return f"The text has {{n}} characters, and {most:,} can be checked at a time. Check a part of it."

    def check_kinds(self, most: str) -> str:
        if self.language == "zh":
            return f"文件可为文本、Word、PDF 或 HTML，不超过{most}。"
        return f"Files may be text, Word, PDF or HTML, up to {most}."

    def reason(self, english: str) -> str:
        """Why a sentence is not supported, from verification's English reason."""
        return in_chinese(english) if self.language == "zh" else english

    def judged(self, verdict: str, reason: str | None) -> str:
        """A verdict with what it rests on, in one line."""
        told = self.verdicts[verdict].capitalize()
        if not reason:
            return f"{told}。" if self.language == "zh" else f"{told}."
        return f"{told}：{self.reason(reason)}" if self.language == "zh" else f"{told}: {self.reason(reason)}"

    def checking_text(self, sentences: int) -> str:
        return f"已核对{sentences:,}句……" if self.language == "zh" else f"{counted(sentences, 'sentence')} checked…"

    def tallied(self, kind: str, number: int) -> str:
        return f"{self.verdicts[kind]}：{number:,}" if self.language == "zh" else f"{number:,} {self.verdicts[kind]}"

    def checked(self, tally: Mapping[Any, int]) -> str:
        """How many sentences of a text got each verdict, in one sentence."""
        if not any(tally.values()):
            return self.check_claims_nothing
        told = [self.tallied(kind, tally[kind]) for kind in self.verdicts if tally.get(kind)]
        if self.language == "zh":
            return f"核对了{sum(tally.values()):,}句：{'，'.join(told)}。"
        return f"{counted(sum(tally.values()), 'sentence')} checked: {', '.join(told)}."

    # People tab

    def counted_people(self, number: int) -> str:
        return f"{number:,}人" if self.language == "zh" else counted(number, "name")

    def counted_statements(self, number: int) -> str:
        return f"{number:,}条言论" if self.language == "zh" else counted(number, "statement")

    def said_of(self, name: str) -> str:
        return f"别人谈{name}" if self.language == "zh" else f"What others say about {name}"

    def said_again(self, times: int) -> str:
        """That the same words appear elsewhere later."""
        if self.language == "zh":
            return f"之后又见于{times:,}处"
        return f"First here, again {counted(times, 'time')}"

    def how_said(self, voice: str) -> str:
        """Whether the words are somebody's own, where they are not marked so."""
        told = {"reported": ("as reported", "转述"), "mixed": ("partly in quotation marks", "部分直接引语")}.get(
            voice, ("", "")
        )
        return told[1] if self.language == "zh" else told[0]

    # Articles tab

    def kinds_read(self, kinds: Sequence[str], most: str) -> str:
        listed = ("、" if self.language == "zh" else ", ").join(kinds)
        return f"可读取：{listed}；每个文件不超过{most}" if self.language == "zh" else f"{listed}, up to {most} each"

    def found(self, found: int, articles: int) -> str:
        """How many articles a search leaves of all."""
        if found == articles:
            return self.counted_articles(articles)
        if self.language == "zh":
            return f"{self.counted_articles(articles)}中找到{found:,}篇"
        return f"{found:,} of {self.counted_articles(articles)}"

    def nothing_found(self, search: str) -> str:
        if self.language == "zh":
            return f"没有文章的标题、媒体、作者或来源含有“{search}”。"
        return f"No article has “{search}” in its title, outlet, author or source."

    def rows(self, first: int, last: int, found: int) -> str:
        if self.language == "zh":
            return f"第{first:,}至{last:,}篇，共{found:,}篇"
        return f"{first:,} to {last:,} of {found:,}"

    def page(self, number: int) -> str:
        return f"第{number:,}页" if self.language == "zh" else f"Page {number:,}"

    def labelled(self, number: int) -> str:
        if self.language == "zh":
            return f"已更改{number:,}篇文章的标签"
        return f"Labels of {counted(number, 'article')} changed"

    def removed(self, number: int) -> str:
        told = self.counted_articles(number)
        return f"已移除{told}" if self.language == "zh" else f"{told} removed"

    def ordered(self, files: int, addresses: int) -> str:
        """What an addition consists of."""
        if self.language == "zh":
            parts = [f"{files:,}个文件"] * bool(files) + [f"{addresses:,}个网址"] * bool(addresses)
            return "和".join(parts)
        web = f"{addresses:,} web address" + "es" * (addresses != 1)
        return " and ".join([counted(files, "file")] * bool(files) + [web] * bool(addresses))

    def adding(self, what: str) -> str:
        return f"正在添加{what}" if self.language == "zh" else f"Adding {what}"

    def cancel_adding(self, what: str) -> str:
        return f"取消添加{what}" if self.language == "zh" else f"Cancel adding {what}"

    def came_in(self, files: int, of_files: int, size: int, of_size: int) -> str:
        sizes = _part_of(size, of_size)
        if self.language == "zh":
            return f"已收到{files:,}/{of_files:,}个文件，{sizes}"
        return f"{files:,} of {counted(of_files, 'file')} received, {sizes}"

    def read(self, done: int, total: int, seconds_left: float | None) -> str:
        """How much of an addition was read, and how long the rest takes."""
        chinese = self.language == "zh"
        sizes = _part_of(done, total)
        told = f"已读{sizes}" if chinese else f"{sizes} read"
        left = "" if seconds_left is None else self._left(seconds_left)
        return told + ("，" if chinese else ", ") * bool(left) + left

    def _left(self, seconds: float) -> str:
        chinese, minutes = self.language == "zh", round(seconds / 60)
        if minutes < 1:
            return "剩余不到一分钟" if chinese else "less than a minute left"
        if minutes < 90:
            return f"剩余约{minutes}分钟" if chinese else f"about {counted(minutes, 'minute')} left"
        return f"剩余约{round(minutes / 60)}小时" if chinese else f"about {counted(round(minutes / 60), 'hour')} left"

    def percent(self, what: str, percent: int) -> str:
        return f"{self.adding(what)}：{percent}%" if self.language == "zh" else f"{self.adding(what)}: {percent} %"

    def read_as(self, read: Mapping[str, Any]) -> str:
        """How a question was read, as one line: the names as the articles write them, the topic, outlet and time."""
        asked = {one["read"]: one["asked"] for one in read.get("spelling") or ()}
        named = [name for name in (read.get("speaker"), read.get("author")) if name]
        parts = [f"{name} ({self.asked}: {asked[name]})" if name in asked else name for name in dict.fromkeys(named)]
        parts += [f"{name} ({self.asked}: {typed})" for name, typed in asked.items() if name not in named]
        parts += [self.on_topic.format(topic=read["topic"])] if read.get("topic") and parts else []
        parts += [part for part in (read.get("outlet"), read.get("period")) if part]
        return self.comma.join(parts)

    def outcome(self, numbers: Mapping[str, int]) -> str:
        """The result of an addition, in one line: "3 added, 1 skipped"."""
        if self.language == "zh":
            return "，".join(f"{self.outcomes[name]}{number:,}项" for name, number in numbers.items() if number)
        return ", ".join(f"{number:,} {name}" for name, number in numbers.items() if number)


ENGLISH, CHINESE = Words("en"), Words("zh")


def words_for(cookie: str | None, accepted: str | None) -> Words:
    """The texts in the language that a person chose, else in the browser's first language that is available."""
    if cookie in LANGUAGES:
        return CHINESE if cookie == "zh" else ENGLISH
    for weighted in sorted(_weighted(accepted or ""), reverse=True):
        if weighted[-1] in LANGUAGES:
            return CHINESE if weighted[-1] == "zh" else ENGLISH
    return ENGLISH


def quoted(quote: str) -> str:
    """The quote in quotation marks, unless it contains some."""
    return quote if any(mark in quote for mark in QUOTATION_MARKS) else f"“{quote}”"


def _part_of(size: int, whole: int) -> str:
    """Bytes done of all bytes, in the unit that suits the total."""
    unit, name = (1_000_000, "MB") if whole >= 1_000_000 else (1_000, "KB")
    places = 1 if whole < 10 * unit else 0
    return f"{size / unit:,.{places}f} / {whole / unit:,.{places}f} {name}"


def _weighted(accepted: str) -> list[tuple[float, int, str]]:
    """Each language of an Accept-Language header with its weight, those named first before those named later."""
    found = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.partition(";")
        try:
            found.append((float(weight.strip().removeprefix("q=") or 1), -place, name.strip().split("-")[0].lower()))
        except ValueError:
            continue
    return found


def _refusals(wording: Wording) -> dict[str, str]:
    """The sentences that say why there is no answer, alone and with who speaks of the topic instead."""
    instead = wording.instead.replace("{who}", "{other}").replace("{topic}", "{of}")
    alone = {name: str(getattr(wording, name)) for name in _REFUSALS}
    return {f"{name} instead": f"{one}{wording.joined}{instead}" for name, one in alone.items()} | alone
