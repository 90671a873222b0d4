# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages, which installer/package makes with CPack of the presets package and package-headless. From a build with a
# window: `loopscope` (components program and desktop) and `libloopscope-dev` (core); from one without: `loopscope-headless`
# (program). The symbols of each program are a package of their own, as Debian's are. What only Debian wants in a package
# is put there by debian-finish.cmake.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME loopscope)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own, as the first line of its description
set(CPACK_PACKAGE_VENDOR "The Loopscope authors")
set(CPACK_PACKAGE_CONTACT "The Loopscope authors <loopscope@users.noreply.github.com>")
set(CPACK_PACKAGE_HOMEPAGE_URL https://github.com/loopscope/loopscope)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSES/GPL-3.0-or-later.txt)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEBUGINFO_PACKAGE ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_STRIP_FILES OFF) # it is done as the symbols are put apart
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/installer/debian-finish.cmake)
set(CPACK_LOOPSCOPE_SOURCE ${CMAKE_SOURCE_DIR})

set(about "Loopscope hosts test servers and clients on an event loop of its own, and shows
every connection, task, timer and debug-mode warning of it while real traffic
runs. It comes between two programs, injects faults, measures load against
limits, and records what happened, to be rewound or read in Wireshark.")

if(LOOPSCOPE_WINDOW)
    set(CPACK_COMPONENTS_ALL program desktop core)
    set(CPACK_COMPONENT_PROGRAM_GROUP loopscope)
    set(CPACK_COMPONENT_DESKTOP_GROUP loopscope)
    set(CPACK_COMPONENT_CORE_GROUP dev)

    set(CPACK_DEBIAN_LOOPSCOPE_PACKAGE_NAME loopscope)
    set(CPACK_DEBIAN_LOOPSCOPE_PACKAGE_SECTION net)
    set(CPACK_DEBIAN_LOOPSCOPE_PACKAGE_CONFLICTS loopscope-headless)
    set(CPACK_DEBIAN_LOOPSCOPE_PACKAGE_RECOMMENDS "fonts-inter, fonts-jetbrains-mono, qt6-wayland")
    set(CPACK_DEBIAN_LOOPSCOPE_PACKAGE_SUGGESTS wireshark)
    set(CPACK_DEBIAN_LOOPSCOPE_DESCRIPTION "network monitor that shows asynchronous programs at work
${about}")

    set(CPACK_DEBIAN_DEV_PACKAGE_NAME libloopscope-dev)
    set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
    set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
    set(CPACK_DEBIAN_DEV_DEBUGINFO_PACKAGE OFF)
    set(CPACK_DEBIAN_DEV_PACKAGE_RECOMMENDS "libssl-dev, qt6-base-dev")
    set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS cmake)
    set(CPACK_DEBIAN_DEV_DESCRIPTION "asynchronous event loop for C++20, inside Qt or without it
The core of Loopscope: event loop, futures, tasks, coroutines, transports and
protocols, streams, subprocesses, synchronisation and debug mode of the kind
of Python's asyncio, over epoll or inside the event loop of Qt, with TLS.

This package has the headers, the static libraries, the CMake package
Loopscope, and examples.")
else()
    set(CPACK_COMPONENTS_ALL program)
    set(CPACK_COMPONENT_PROGRAM_GROUP headless)
    set(CPACK_DEBIAN_HEADLESS_PACKAGE_NAME loopscope-headless)
    set(CPACK_DEBIAN_HEADLESS_PACKAGE_SECTION net)
    set(CPACK_DEBIAN_HEADLESS_PACKAGE_CONFLICTS loopscope)
    set(CPACK_DEBIAN_HEADLESS_DESCRIPTION "network monitor for servers, containers and CI, without a window
${about}

This package has the program without its window, and needs nothing that draws.")
endif()
include(CPack)
