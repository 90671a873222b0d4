// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/FilterTokens.h"

namespace models {

namespace {

bool endsWord(QChar c)
{
    return c.isSpace() || c == u'(' || c == u')';
}

bool isComparison(QChar c)
{
    return c == u':' || c == u'<' || c == u'>' || c == u'=';
}

class Scanner {
public:
    explicit Scanner(const QString &text)
        : text_(text)
    { }

    FilterToken next()
    {
        while (at_ < text_.size() && text_[at_].isSpace())
            ++at_;
        FilterToken token;
        token.position = token.valueAt = static_cast<int>(at_);
        if (at_ < text_.size())
            scan(token);
        token.length = static_cast<int>(at_) - token.position;
        return token;
    }

private:
    void scan(FilterToken &token)
    {
        const QChar c = text_[at_];
        if (c == u'(' || c == u')') {
            token.kind = c == u'(' ? FilterToken::Open : FilterToken::Close;
            ++at_;
        } else if (c == u'"') {
            token.kind = FilterToken::Word;
            scanQuoted(token);
        } else if (!scanKey(token)) {
            scanWord(token);
        }
    }

    // A name of letters, then a comparison: 127.0.0.1:8881 is no key.
    bool scanKey(FilterToken &token)
    {
        qsizetype end = at_;
        while (end < text_.size() && text_[end].isLetter())
            ++end;
        if (end == at_ || end == text_.size() || !isComparison(text_[end]))
            return false;
        token.kind = FilterToken::Key;
        token.key = text_.mid(at_, end - at_);
        const QChar sign = text_[end++];
        const bool orEqual = end < text_.size() && text_[end] == u'=' && sign != u'=';
        if (orEqual)
            ++end;
        if (sign == u'<')
            token.comparison = orEqual ? FilterTerm::LessOrEqual : FilterTerm::Less;
        else if (sign == u'>')
            token.comparison = orEqual ? FilterTerm::GreaterOrEqual : FilterTerm::Greater;
        at_ = end;
        token.valueAt = static_cast<int>(at_);
        if (at_ < text_.size() && text_[at_] == u'"')
            scanQuoted(token);
        else
            token.text = scanBare();
        return true;
    }

    void scanWord(FilterToken &token)
    {
        token.kind = FilterToken::Word;
        token.text = scanBare();
        const auto is = [&token](const QString &word) {
            return token.text.compare(word, Qt::CaseInsensitive) == 0;
        };
        if (is(QStringLiteral("and")))
            token.kind = FilterToken::And;
        else if (is(QStringLiteral("or")))
            token.kind = FilterToken::Or;
        else if (is(QStringLiteral("not")))
            token.kind = FilterToken::Not;
    }

    void scanQuoted(FilterToken &token)
    {
        const qsizetype end = text_.indexOf(u'"', at_ + 1);
        token.text = text_.mid(at_ + 1, end < 0 ? -1 : end - at_ - 1);
        at_ = end < 0 ? text_.size() : end + 1;
        if (end < 0 && token.kind == FilterToken::Word)
            token.kind = FilterToken::Unclosed;
    }

    QString scanBare()
    {
        const qsizetype begin = at_;
        while (at_ < text_.size() && !endsWord(text_[at_]))
            ++at_;
        return text_.mid(begin, at_ - begin);
    }

    const QString &text_;
    qsizetype at_ = 0;
};

} // namespace

std::vector<FilterToken> tokenize(const QString &text)
{
    Scanner scanner(text);
    std::vector<FilterToken> tokens;
    do {
        tokens.push_back(scanner.next());
    } while (tokens.back().kind != FilterToken::End);
    return tokens;
}

FilterToken tokenAt(const QString &text, int cursor)
{
    for (const FilterToken &token : tokenize(text)) {
        const bool inside = token.position < cursor && cursor <= token.position + token.length;
        if (inside && token.kind != FilterToken::Open && token.kind != FilterToken::Close)
            return token;
    }
    FilterToken none;
    none.position = none.valueAt = cursor;
    return none;
}

} // namespace models
