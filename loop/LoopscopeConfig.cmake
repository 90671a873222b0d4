# SPDX-License-Identifier: MIT
# find_package(Loopscope): Loopscope::loop always; Loopscope::loop_qt where it was installed and Qt and OpenSSL are found.
# COMPONENTS loop looks for neither; COMPONENTS loop_qt demands it.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/Loopscope_loop.cmake)
set(Loopscope_loop_FOUND TRUE)

set(_loopscope_qt ${CMAKE_CURRENT_LIST_DIR}/Loopscope_loop_qt.cmake)
if(EXISTS ${_loopscope_qt} AND (NOT Loopscope_FIND_COMPONENTS OR "loop_qt" IN_LIST Loopscope_FIND_COMPONENTS))
    find_package(Qt6 6.4 QUIET COMPONENTS Core Network)
    find_package(OpenSSL QUIET)
    if(Qt6_FOUND AND OPENSSL_FOUND)
        include(${_loopscope_qt})
        set(Loopscope_loop_qt_FOUND TRUE)
    endif()
endif()
unset(_loopscope_qt)

foreach(_component IN LISTS Loopscope_FIND_COMPONENTS)
    if(Loopscope_FIND_REQUIRED_${_component} AND NOT Loopscope_${_component}_FOUND)
        set(Loopscope_FOUND FALSE)
        set(Loopscope_NOT_FOUND_MESSAGE
            "Loopscope has no ${_component} here: loop_qt needs Qt 6.4 or later and OpenSSL, there and when Loopscope was built")
    endif()
endforeach()
unset(_component)
