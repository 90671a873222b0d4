// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Theme.h"
#include "models/Roles.h"
#include "tests/support/Expected.h"
#include "ui/CellPainting.h"
#include "ui/CheckBox.h"
#include "ui/PlainLabel.h"
#include "ui/StyleSheet.h"

#include <QtCore/QRegularExpression>
#include <QtGui/QPainter>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <cmath>
#include <memory>

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

} // namespace

class ThemeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void switchesPaletteAndSheetAtOnce()
    {
        theme_->setChoice(ui::Theme::Choice::Light);
        QSignalSpy changed(theme_.get(), &ui::Theme::changed);
        const QColor light = QApplication::palette().color(QPalette::Base);
        theme_->setChoice(ui::Theme::Choice::Dark);
        QCOMPARE(changed.size(), 1);
        QVERIFY(theme_->tokens().dark);
        QVERIFY(QApplication::palette().color(QPalette::Base) != light);
        QVERIFY(qApp->styleSheet().contains(theme_->tokens().base.name()));
    }

    // Selected, faded, in a pill: whatever colour a word has, it can be read.
    void wordsAreLegibleOnEveryGround()
    {
        using Choice = ui::Theme::Choice;
        for (const Choice choice : {Choice::Light, Choice::Dark}) {
            theme_->setChoice(choice);
            const ui::Tokens &t = theme_->tokens();
            QList<QColor> words {t.text, t.muted, t.faint};
            for (int tone = 0; tone <= int(models::Tone::Error); ++tone)
                words.append(theme_->color(models::Tone(tone)));
            for (const QColor &ground : {t.base, t.alternate, t.panel, t.selection}) {
                for (const QColor &word : std::as_const(words)) {
                    for (const double strength : {1.0, 0.4}) {
                        const QColor wanted = ui::tint(word, ground, strength);
                        const QColor shown = theme_->legible(wanted, ground);
                        QVERIFY2(contrast(shown, ground) >= 4.5, qPrintable(shown.name()));
                        if (contrast(wanted, ground) >= 4.5)
                            QCOMPARE(shown, wanted);
                    }
                }
            }
            for (const QColor &ground :
                 {t.base, t.panel, t.control}) // where fields and buttons lie
                QVERIFY2(contrast(t.faint, ground) >= 4.5, qPrintable(ground.name()));
        }
    }

    void everyNameOfTheSheetIsAToken()
    {
        const QString sheet = ui::styleSheet(theme_->tokens(), theme_->font());
        QVERIFY2(!sheet.contains(QLatin1Char('@')), // what is no token is left as it stands
                 qPrintable(sheet.mid(sheet.indexOf(QLatin1Char('@')), 40)));
        QVERIFY(!sheet.contains(QLatin1String(": ;")));
    }

    // What has which colour, beside what a person approved: expected/every_colour.txt.
    void everyRuleOfTheSheetHasItsToken()
    {
        using T = ui::Tokens;
        static const std::pair<const char *, QColor T::*> colours[] {
            {"base", &T::base},       {"alternate", &T::alternate}, {"panel", &T::panel},
            {"control", &T::control}, {"hover", &T::hover},         {"border", &T::border},
            {"strong", &T::strong},   {"text", &T::text},           {"muted", &T::muted},
            {"faint", &T::faint},     {"accent", &T::accent},       {"onAccent", &T::onAccent},
            {"good", &T::good},       {"selection", &T::selection}, {"active", &T::active},
            {"busy", &T::busy},       {"notice", &T::notice},       {"warning", &T::warning},
            {"error", &T::error},
        };
        T tokens;
        QHash<QString, QString> names;
        for (const auto &[name, colour] : colours) {
            tokens.*colour = QColor(10, 20, int(names.size())); // no two alike
            names.insert((tokens.*colour).name(), QLatin1String(name));
        }
        const auto rules = [&](bool dark) {
            tokens.dark = dark;
            QString sheet = ui::styleSheet(tokens, theme_->font());
            for (auto each = names.cbegin(); each != names.cend(); ++each)
                sheet.replace(each.key(), QLatin1Char('@') + each.value());
            sheet.replace(QRegularExpression(QStringLiteral("\\d+px")), QStringLiteral("px"));
            return sheet.split(QLatin1Char('\n'), Qt::SkipEmptyParts)
                .filter(QRegularExpression(QStringLiteral("[@#]|\\{$")));
        };
        QStringList lines {QStringLiteral("## light")};
        const QStringList light = rules(false), dark = rules(true);
        lines << light << QStringLiteral("## dark, where it differs");
        for (qsizetype i = 0; i < dark.size(); ++i) {
            if (dark.at(i) != light.value(i))
                lines << dark.at(i);
        }
        QCOMPARE(
            test::differenceFrom(
                QStringLiteral(LOOPSCOPE_SOURCE_DIR "/tests/ui/expected/every_colour.txt"), lines),
            QString());
    }

    void aChosenThemeStaysWhenTheSystemTurns_data() { wordsCanBeReadOnEveryGround_data(); }

    void aChosenThemeStaysWhenTheSystemTurns()
    {
        QFETCH(ui::Theme::Choice, choice);
        theme_->setChoice(choice);
        const bool dark = choice == ui::Theme::Choice::Dark;
        QSignalSpy changed(theme_.get(), &ui::Theme::changed);
        QPalette turned;
        turned.setColor(QPalette::Window, dark ? Qt::white : Qt::black);
        QApplication::setPalette(turned);
        theme_->systemChanged();
        QCOMPARE(changed.size(), 0);
        QCOMPARE(theme_->choice(), choice);
        QCOMPARE(theme_->tokens().dark, dark);
    }

    void wordsCanBeReadOnEveryGround_data()
    {
        QTest::addColumn<ui::Theme::Choice>("choice");
        QTest::newRow("light") << ui::Theme::Choice::Light;
        QTest::newRow("dark") << ui::Theme::Choice::Dark;
    }

    void wordsCanBeReadOnEveryGround()
    {
        QFETCH(ui::Theme::Choice, choice);
        theme_->setChoice(choice);
        const ui::Tokens &t = theme_->tokens();
        for (const QColor &ground : {t.base, t.alternate, t.panel}) {
            QVERIFY(contrast(t.text, ground) > 7);
            QVERIFY2(contrast(t.muted, ground) > 4.5, qPrintable(ground.name()));
        }
        QVERIFY(contrast(t.text, t.selection) > 4.5);
        for (int tone = 0; tone <= int(models::Tone::Error); ++tone) {
            const QColor &color = theme_->color(models::Tone(tone));
            QVERIFY2(contrast(color, ui::tint(color, t.base, 0.16)) > 4, qPrintable(color.name()));
        }
    }

    void theBoxAndTheTickOfACheckBoxAreSeen_data() { wordsCanBeReadOnEveryGround_data(); }

    void theBoxAndTheTickOfACheckBoxAreSeen()
    {
        QFETCH(ui::Theme::Choice, choice);
        theme_->setChoice(choice);
        ui::CheckBox box;
        const auto has = [&box](const QColor &color) {
            const QImage picture = box.grab().toImage();
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x) {
                    if (picture.pixelColor(x, y) == color)
                        return true;
                }
            }
            return false;
        };
        QVERIFY(has(theme_->tokens().strong));
        QVERIFY(!has(theme_->tokens().text));
        box.setChecked(true);
        QVERIFY(has(theme_->tokens().text));
    }

    void theRoomAroundALabelOutlastsAThemeThatChanges()
    {
        theme_->setChoice(ui::Theme::Choice::Light);
        ui::PlainLabel label(QStringLiteral("nothing dropped"));
        label.setRoom(9);
        label.setProperty("role", QStringLiteral("muted"));
        label.show();
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        for (const auto choice : {ui::Theme::Choice::Dark, ui::Theme::Choice::Light}) {
            theme_->setChoice(choice);
            QCOMPARE(label.contentsMargins(), QMargins(9, 0, 9, 0));
            QVERIFY(label.sizeHint().width()
                    >= label.fontMetrics().horizontalAdvance(label.text()) + 18);
        }
    }

    void aGaugeChangesItsColourBeyondItsMarks()
    {
        const ui::Theme &theme = *theme_;
        const auto colour = [&theme](double value, double low, double high) {
            QImage image(101, 24, QImage::Format_RGB32);
            image.fill(theme.tokens().base);
            QPainter painter(&image);
            ui::paintGauge(painter, theme, image.rect(), {value, low, high});
            return image.pixelColor(1, image.height() / 2);
        };
        const ui::Tokens &tokens = theme.tokens();
        QCOMPARE(colour(0, 0.25, 0.5), tokens.border); // nothing is in it
        QCOMPARE(colour(0.25, 0.25, 0.5), tokens.good);
        QCOMPARE(colour(0.375, 0.25, 0.5), tokens.warning);
        QCOMPARE(colour(0.5, 0.25, 0.5), tokens.warning);
        QCOMPARE(colour(0.75, 0.25, 0.5), tokens.error);
        QCOMPARE(colour(0.75, 0, 0), tokens.good); // without marks
    }

    void widthsOfWordsFollowTheFont()
    {
        ui::Theme theme(*qApp);
        const QString word = QStringLiteral("half-closed");
        QCOMPARE(theme.widthOf(word), QFontMetrics(theme.font()).horizontalAdvance(word));
        const int before = theme.widthOf(word);
        theme.setFontSizes(2 * theme.font().pointSizeF(), 0);
        QVERIFY(theme.widthOf(word) > before);
        QCOMPARE(theme.widthOf(word), QFontMetrics(theme.font()).horizontalAdvance(word));
        theme.setFontSizes(0, 0);
        for (int other = 0; other < 1'000; ++other) // more than are remembered
            QCOMPARE(theme.widthOf(QString::number(other)),
                     QFontMetrics(theme.font()).horizontalAdvance(QString::number(other)));
        QCOMPARE(theme.widthOf(word), before);
    }

    void aSparklineIsDrawnFromTwoValuesOn()
    {
        const auto drawn = [](const QList<double> &values) {
            QImage image(41, 24, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            ui::paintSparkline(painter, image.rect(), values, Qt::black, Qt::gray);
            painter.end();
            QList<int> columns; // at its ends: pixels that are not white
            for (const int x : {2, 38}) {
                int count = 0;
                for (int y = 0; y < image.height(); ++y)
                    count += image.pixelColor(x, y) != Qt::white ? 1 : 0;
                columns << count;
            }
            return columns;
        };
        QCOMPARE(drawn({}), (QList<int> {0, 0}));
        QCOMPARE(drawn({1}), (QList<int> {0, 0}));
        const QList<int> rising = drawn({1, 10});
        QVERIFY(rising[0] > 0 && rising[1] > rising[0] + 10);
        const QList<int> nothing = drawn({0, 0}); // a line at the foot
        QVERIFY(nothing[0] > 0 && nothing[0] < 4 && nothing[1] == nothing[0]);
    }

private:
    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
