// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The language that the window speaks: its translations, Qt's own, and the numbers of its country.
// What is spelled plainly for scripts is never translated. As long as the object lives; made before
// the first widget. Windows hear of another one by QEvent::LanguageChange. Main thread.

#include <QtCore/QLocale>
#include <QtCore/QStringList>

#include <memory>
#include <vector>

class QTranslator;

namespace app {

class Language {
public:
    explicit Language(const QString &code); // "": the desktop's
    ~Language();
    void speak(const QString &code); // another one, from now on
    Language(const Language &) = delete;
    Language &operator=(const Language &) = delete;

    // Their codes, English first: those whose translation is in the program.
    [[nodiscard]] static QStringList available();

private:
    void forget();
    void install(std::unique_ptr<QTranslator> translator);

    const QLocale before_;
    std::vector<std::unique_ptr<QTranslator>> translators_;
};

} // namespace app
