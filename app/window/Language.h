// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The language that the window speaks: its translations, Qt's own, and the numbers of its country.
// What is spelled plainly for scripts is never translated. As long as the object lives; made before
// the first widget. Main thread.

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
    Language(const Language &) = delete;
    Language &operator=(const Language &) = delete;

    // Their codes, English first: those whose translation is in the program.
    [[nodiscard]] static QStringList available();

private:
    void install(std::unique_ptr<QTranslator> translator);

    const QLocale before_;
    std::vector<std::unique_ptr<QTranslator>> translators_;
};

} // namespace app
