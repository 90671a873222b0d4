// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Language.h"

#include "models/text/Format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QLibraryInfo>
#include <QtCore/QTranslator>

#include <map>

namespace app {

namespace {

using namespace Qt::StringLiterals;

class Translator final : public QTranslator {
public:
    QString translate(const char *, const char *text, const char *comment, int n) const override
    {
        return models::format::Spelling::isPlain()
            ? QString()
            : QTranslator::translate("Loopscope", text, comment, n);
    }
};

QString folder()
{
    return u":/i18n"_s;
}

// A locale that is spoken is kept: another thread may be spelling a number by it.
const QLocale *kept(const QLocale &locale)
{
    static std::map<QString, QLocale> spoken;
    return &spoken.try_emplace(locale.name(), locale).first->second;
}

} // namespace

Language::Language(const QString &code)
{
    speak(code);
}

void Language::speak(const QString &code)
{
    forget();
    const QLocale locale = code.isEmpty() ? before_ : QLocale(code);
    QLocale::setDefault(locale);
    models::format::useLocale(kept(locale));
    // English has a file, too: its plural forms.
    auto ours = std::make_unique<Translator>();
    if (ours->load(locale, u"loopscope"_s, u"_"_s, folder()))
        install(std::move(ours));
    else if (ours->load(u"loopscope_en"_s, folder()))
        install(std::move(ours));
    auto qts = std::make_unique<QTranslator>();
    if (locale.language() != QLocale::English
        && qts->load(locale, u"qtbase"_s, u"_"_s,
                     QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        install(std::move(qts));
}

void Language::forget()
{
    for (const auto &translator : translators_)
        QCoreApplication::removeTranslator(translator.get());
    translators_.clear();
}

Language::~Language()
{
    forget();
    models::format::useLocale(nullptr);
    QLocale::setDefault(before_);
}

void Language::install(std::unique_ptr<QTranslator> translator)
{
    QCoreApplication::installTranslator(translator.get());
    translators_.push_back(std::move(translator));
}

QStringList Language::available()
{
    QStringList codes {u"en"_s};
    const QStringList files = QDir(folder()).entryList({u"loopscope_*.qm"_s});
    for (const QString &file : files) {
        const QString code = file.mid(10).chopped(3);
        if (!codes.contains(code))
            codes.append(code);
    }
    return codes;
}

} // namespace app
