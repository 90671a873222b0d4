// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Filter.h"

#include "models/FilterTokens.h"
#include "models/text/Tr.h"

#include <QtCore/QLocale>

namespace models {

namespace {

using TermPointer = std::shared_ptr<const FilterTerm>;

const FilterKey *findKey(const QList<FilterKey> &keys, const QString &name)
{
    for (const FilterKey &key : keys) {
        if (key.name.compare(name, Qt::CaseInsensitive) == 0)
            return &key;
    }
    return nullptr;
}

QString keyNames(const QList<FilterKey> &keys)
{
    QStringList names;
    for (const FilterKey &key : keys)
        names.push_back(key.name);
    return names.join(QStringLiteral(", "));
}

struct Unit {
    const char16_t *name;
    double factor;
};

// Longest names first where one ends like another.
constexpr Unit ByteUnits[] = {{u"kib", 1024.0}, {u"mib", 1048576.0}, {u"gib", 1073741824.0},
                              {u"kb", 1e3},     {u"mb", 1e6},        {u"gb", 1e9},
                              {u"tb", 1e12},    {u"k", 1e3},         {u"m", 1e6},
                              {u"g", 1e9},      {u"b", 1},           {u"", 1}};
constexpr Unit TimeUnits[]
    = {{u"ns", 1},   {u"us", 1e3},   {u"µs", 1e3}, {u"ms", 1e6}, {u"min", 60e9},
       {u"m", 60e9}, {u"h", 3600e9}, {u"s", 1e9},  {u"", 1e9}};
constexpr Unit CountUnits[] = {{u"k", 1e3}, {u"m", 1e6}, {u"", 1}};

template <std::size_t N>
std::optional<double> parseNumber(const QString &text, const Unit (&units)[N])
{
    qsizetype digits = 0;
    while (digits < text.size() && (text[digits].isDigit() || text[digits] == u'.'))
        ++digits;
    bool good = false;
    const double number = QLocale::c().toDouble(text.left(digits), &good);
    QString unit = text.mid(digits).trimmed().toLower();
    if (unit.endsWith(QStringLiteral("/s")))
        unit.chop(2);
    for (const Unit &each : units) {
        if (good && unit == QString::fromUtf16(each.name))
            return number * each.factor;
    }
    return std::nullopt;
}

// Recursive descent: or binds weaker than and, and weaker than not.
class Parser {
public:
    Parser(const QString &text, const QList<FilterKey> &keys)
        : tokens_(tokenize(text))
        , keys_(keys)
    { }

    TermPointer parse()
    {
        if (tokens_.front().kind == FilterToken::End)
            return nullptr;
        if (tokens_.size() > MostTokens)
            return fail(tokens_[MostTokens], tr("This filter is too long."));
        TermPointer root = parseOr();
        if (!mistake && peek().kind == FilterToken::Close)
            fail(peek(), tr("This parenthesis has no opening one."));
        return mistake ? nullptr : root;
    }

    std::optional<FilterMistake> mistake;

private:
    const FilterToken &peek() const { return tokens_[next_]; }
    FilterToken take() { return tokens_[next_ + 1 < tokens_.size() ? next_++ : next_]; }

    TermPointer fail(const FilterToken &token, const QString &message)
    {
        if (!mistake)
            mistake = FilterMistake {token.position, std::max(1, token.length), message};
        return nullptr;
    }

    static TermPointer join(FilterTerm::Kind kind, TermPointer left, TermPointer right)
    {
        FilterTerm term;
        term.kind = kind;
        term.left = std::move(left);
        term.right = std::move(right);
        return std::make_shared<const FilterTerm>(std::move(term));
    }

    TermPointer parseOr()
    {
        TermPointer left = parseAnd();
        while (!mistake && peek().kind == FilterToken::Or) {
            take();
            left = join(FilterTerm::Or, left, parseAnd());
        }
        return left;
    }

    TermPointer parseAnd()
    {
        TermPointer left = parseNot();
        while (!mistake && peek().kind != FilterToken::Or && peek().kind != FilterToken::Close
               && peek().kind != FilterToken::End) {
            if (peek().kind == FilterToken::And)
                take();
            left = join(FilterTerm::And, left, parseNot());
        }
        return left;
    }

    TermPointer parseNot()
    {
        if (depth_ > MostNested)
            return fail(peek(), tr("This is nested too deeply."));
        if (peek().kind != FilterToken::Not)
            return parsePrimary();
        take();
        ++depth_;
        TermPointer inner = parseNot();
        --depth_;
        return join(FilterTerm::Not, std::move(inner), nullptr);
    }

    TermPointer parsePrimary()
    {
        const FilterToken token = take();
        switch (token.kind) {
        case FilterToken::Open:
            return parseGroup(token);
        case FilterToken::Word:
            return parseWord(token);
        case FilterToken::Key:
            return parseKey(token);
        case FilterToken::Unclosed:
            return fail(token, tr("The closing quotation mark is missing."));
        default:
            return fail(token, tr("A search term is missing here."));
        }
    }

    TermPointer parseGroup(const FilterToken &open)
    {
        ++depth_;
        TermPointer inner = parseOr();
        --depth_;
        if (!mistake && peek().kind != FilterToken::Close)
            return fail(open, tr("The closing parenthesis is missing."));
        take();
        return inner;
    }

    static TermPointer parseWord(const FilterToken &token)
    {
        FilterTerm term;
        term.kind = FilterTerm::Word;
        term.text = token.text;
        return std::make_shared<const FilterTerm>(std::move(term));
    }

    TermPointer parseKey(const FilterToken &token)
    {
        const FilterKey *key = findKey(keys_, token.key);
        if (!key)
            return fail(
                token,
                tr("“%1” is not a key here. Keys: %2. Use quotes to search for the text itself.")
                    .arg(token.key, keyNames(keys_)));
        FilterTerm term;
        term.kind = FilterTerm::Key;
        term.key = *key;
        term.comparison = token.comparison;
        term.text = token.text;
        if (term.text.isEmpty())
            return fail(token, tr("A value is missing after “%1”.").arg(key->name));
        const bool words = key->type == FilterKey::Text || key->type == FilterKey::Choice;
        if (words && token.comparison != FilterTerm::Matches)
            return fail(
                token,
                tr("“%1” is text and cannot be compared by size: write %1:value.").arg(key->name));
        if (words ? !checkChoice(token, *key) : !readNumber(token, term))
            return nullptr;
        return std::make_shared<const FilterTerm>(std::move(term));
    }

    bool checkChoice(const FilterToken &token, const FilterKey &key)
    {
        if (key.type != FilterKey::Choice)
            return true;
        for (const QString &value : key.values) {
            if (value.startsWith(token.text, Qt::CaseInsensitive))
                return true;
        }
        fail(token, tr("“%1” can be: %2.").arg(key.name, key.values.join(QStringLiteral(", "))));
        return false;
    }

    bool readNumber(const FilterToken &token, FilterTerm &term)
    {
        std::optional<double> number;
        QString example;
        if (term.key.type == FilterKey::Bytes) {
            number = parseNumber(token.text, ByteUnits);
            example = QStringLiteral("1MB");
        } else if (term.key.type == FilterKey::Duration) {
            number = parseNumber(token.text, TimeUnits);
            example = QStringLiteral("5ms");
        } else {
            number = parseNumber(token.text, CountUnits);
            example = QStringLiteral("12");
        }
        if (!number) {
            fail(token,
                 tr("“%1” is not a number for “%2”; try %2>%3.")
                     .arg(token.text, term.key.name, example));
            return false;
        }
        term.number = *number;
        return true;
    }

    static constexpr int MostNested = 100;
    static constexpr std::size_t MostTokens = 1000;

    std::vector<FilterToken> tokens_;
    const QList<FilterKey> &keys_;
    std::size_t next_ = 0;
    int depth_ = 0;
};

bool compare(double value, const FilterTerm &term)
{
    switch (term.comparison) {
    case FilterTerm::Less:
        return value < term.number;
    case FilterTerm::Greater:
        return value > term.number;
    case FilterTerm::LessOrEqual:
        return value <= term.number;
    case FilterTerm::GreaterOrEqual:
        return value >= term.number;
    case FilterTerm::Matches:
        break;
    }
    return value == term.number;
}

bool matchesKey(const FilterTerm &term, const FilterRow &row)
{
    switch (term.key.type) {
    case FilterKey::Text:
        return row.text(term.key.id).contains(term.text, Qt::CaseInsensitive);
    case FilterKey::Choice:
        return matchesChoice(term, row.text(term.key.id));
    default:
        return compare(row.number(term.key.id), term);
    }
}

bool evaluate(const FilterTerm &term, const FilterRow &row)
{
    switch (term.kind) {
    case FilterTerm::And:
        return evaluate(*term.left, row) && evaluate(*term.right, row);
    case FilterTerm::Or:
        return evaluate(*term.left, row) || evaluate(*term.right, row);
    case FilterTerm::Not:
        return !evaluate(*term.left, row);
    case FilterTerm::Word:
        return row.hasWord(term.text);
    case FilterTerm::Key:
        return matchesKey(term, row);
    }
    return true;
}

QString quoted(const QString &value)
{
    return value.contains(u' ') ? u'"' + value + u'"' : value;
}

} // namespace

// "open" means open and not opening; "clos" means closing and closed.
bool matchesChoice(const FilterTerm &term, const QString &value)
{
    if (term.key.values.contains(term.text, Qt::CaseInsensitive))
        return value.compare(term.text, Qt::CaseInsensitive) == 0;
    return value.startsWith(term.text, Qt::CaseInsensitive);
}

Filter::Filter(const QString &text, const QList<FilterKey> &keys)
    : text_(text)
{
    Parser parser(text, keys);
    root_ = parser.parse();
    mistake_ = parser.mistake;
}

bool Filter::matches(const FilterRow &row) const
{
    return !root_ || evaluate(*root_, row);
}

FilterCompletion Filter::complete(const QString &text, int cursor, const QList<FilterKey> &keys)
{
    const FilterToken token = tokenAt(text, cursor);
    FilterCompletion completion;
    completion.position = token.position;
    completion.length = cursor - token.position;
    const QString typed = text.mid(token.position, completion.length);
    if (token.kind == FilterToken::Key && cursor >= token.valueAt) {
        completion.position = token.valueAt;
        completion.length = cursor - token.valueAt;
        const FilterKey *key = findKey(keys, token.key);
        QString begin = text.mid(token.valueAt, completion.length);
        begin.remove(u'"');
        for (const QString &value : key ? key->values : QStringList()) {
            if (value.startsWith(begin, Qt::CaseInsensitive))
                completion.candidates.push_back(quoted(value));
        }
        return completion;
    }
    for (const FilterKey &key : keys) {
        const bool words = key.type == FilterKey::Text || key.type == FilterKey::Choice;
        if (key.name.startsWith(typed, Qt::CaseInsensitive))
            completion.candidates.push_back(key.name + (words ? u':' : u'>'));
    }
    for (const QString &word :
         {QStringLiteral("and"), QStringLiteral("not"), QStringLiteral("or")}) {
        if (!typed.isEmpty() && word.startsWith(typed, Qt::CaseInsensitive))
            completion.candidates.push_back(word);
    }
    return completion;
}

} // namespace models
