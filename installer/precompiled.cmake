# SPDX-License-Identifier: GPL-3.0-or-later
# Precompiled headers: the standard library's and Qt's, read once for a kind of target instead of once a file; two thirds
# of what a file of ours takes to compile was reading them. None of ours is in them, so a change to ours compiles what
# includes it and no more. A file still includes what it uses: the dev preset builds without, and says what is missing.
option(LOOPSCOPE_QUICK "Optimise less what waits for people: the window, the command line, the language of sessions" OFF)
option(LOOPSCOPE_PRECOMPILE "Read the standard library's and Qt's headers once for all files" ON)

set(precompiled_core
    <algorithm> <array> <atomic> <cerrno> <charconv> <chrono> <cmath> <concepts> <condition_variable> <coroutine>
    <cstdint> <cstdio> <cstring> <deque> <exception> <functional> <list> <map> <memory> <mutex> <new> <numeric>
    <optional> <set> <source_location> <span> <sstream> <stop_token> <string> <string_view> <system_error> <thread>
    <tuple> <unordered_map> <unordered_set> <utility> <variant> <vector>)
set(precompiled_qt ${precompiled_core}
    <QtCore/QAbstractItemModel> <QtCore/QCoreApplication> <QtCore/QDateTime> <QtCore/QDir> <QtCore/QElapsedTimer>
    <QtCore/QFile> <QtCore/QFileInfo> <QtCore/QHash> <QtCore/QJsonArray> <QtCore/QJsonDocument> <QtCore/QJsonObject>
    <QtCore/QList> <QtCore/QLocale> <QtCore/QObject> <QtCore/QPointer> <QtCore/QRegularExpression>
    <QtCore/QScopeGuard> <QtCore/QSettings> <QtCore/QString> <QtCore/QStringList> <QtCore/QThread> <QtCore/QTimer>)
set(precompiled_widgets ${precompiled_qt}
    <QtGui/QAction> <QtGui/QFontMetrics> <QtGui/QIcon> <QtGui/QKeyEvent> <QtGui/QMouseEvent> <QtGui/QPainter>
    <QtGui/QPainterPath> <QtWidgets/QAbstractItemView> <QtWidgets/QApplication> <QtWidgets/QBoxLayout>
    <QtWidgets/QDialog> <QtWidgets/QFormLayout> <QtWidgets/QLabel> <QtWidgets/QLineEdit> <QtWidgets/QMainWindow>
    <QtWidgets/QMenu> <QtWidgets/QPlainTextEdit> <QtWidgets/QPushButton> <QtWidgets/QStyle>
    <QtWidgets/QStyledItemDelegate> <QtWidgets/QTabWidget> <QtWidgets/QToolButton> <QtWidgets/QTreeView>
    <QtWidgets/QWidget>)
set(test_headers <QtCore/QProcess> <QtCore/QTemporaryDir> <QtNetwork/QTcpServer> <QtNetwork/QTcpSocket>
    <QtTest/QSignalSpy> <QtTest/QTest>)
set(precompiled_tests ${precompiled_qt} ${test_headers})
set(precompiled_ui_tests ${precompiled_widgets} ${test_headers} <QtTest/QAbstractItemModelTester>)

# What moc makes of a target's headers is compiled with the rest of it, whose headers it needs, too.
function(loopscope_unite_mocs target)
    get_target_property(automoc ${target} AUTOMOC)
    if(automoc)
        set(mocs ${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/mocs_compilation.cpp)
        set_property(SOURCE ${mocs} PROPERTY HEADER_FILE_ONLY ON)
        set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}_mocs.cpp)
        file(GENERATE OUTPUT ${source} CONTENT "#include \"${mocs}\"\n")
        target_sources(${target} PRIVATE ${source})
        set_property(SOURCE ${source} PROPERTY SKIP_AUTOMOC ON)
    endif()
endfunction()

# loopscope_precompile(target kind): kind is core, qt, widgets, tests or ui_tests. The headers of a kind are compiled by a
# library of its own, which defines no more than each of its users does: the compiler refuses them otherwise.
function(loopscope_precompile target kind)
    get_target_property(type ${target} TYPE)
    if(LOOPSCOPE_QUICK AND (kind STREQUAL widgets OR target MATCHES "^(program|spec|models)$"))
        # Coroutines need the calls at their end to be jumps. What is taken for uninitialised at this level is not.
        target_compile_options(${target} PRIVATE
            $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-O1;-foptimize-sibling-calls;-Wno-maybe-uninitialized>)
    endif()
    if(LOOPSCOPE_UNITY AND type STREQUAL STATIC_LIBRARY)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
        loopscope_unite_mocs(${target})
        # A lambda's coroutine in a file that another one includes has no linkage; nobody else names it.
        target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    endif()
    if(NOT LOOPSCOPE_PRECOMPILE)
        return()
    endif()
    set(library precompiled_${kind})
    if(NOT TARGET ${library})
        set(source ${CMAKE_BINARY_DIR}/${library}.cpp)
        file(GENERATE OUTPUT ${source} CONTENT "")
        add_library(${library} OBJECT ${source})
        set(libraries_core)
        set(libraries_qt Qt6::Core)
        set(libraries_widgets Qt6::Widgets)
        set(libraries_tests Qt6::Network Qt6::Test)
        set(libraries_ui_tests Qt6::Widgets Qt6::Network Qt6::Test)
        target_link_libraries(${library} PRIVATE project_options ${libraries_${kind}})
        target_compile_options(${library} PRIVATE ${ARGN})
        target_precompile_headers(${library} PRIVATE ${precompiled_${kind}})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${library})
endfunction()
