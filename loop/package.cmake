# SPDX-License-Identifier: MIT
# What `cmake --install` puts where, so that find_package(Loopscope) gives Loopscope::loop,
# Loopscope::loop_tls where OpenSSL is, and Loopscope::loop_qt where Qt is. A component of its own: `cmake --install build --component core`.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(LOOPSCOPE_INCLUDE ${CMAKE_INSTALL_INCLUDEDIR}/Loopscope) # #include "loop/EventLoop.h" starts there
set(LOOPSCOPE_PACKAGE ${CMAKE_INSTALL_LIBDIR}/cmake/Loopscope)

# loopscope_export(target): installs a library of the core and its description, as Loopscope::target.
function(loopscope_export target)
    add_library(Loopscope::${target} ALIAS ${target})
    set_target_properties(${target} PROPERTIES OUTPUT_NAME loopscope_${target})
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${LOOPSCOPE_INCLUDE}>)
    install(TARGETS ${target} EXPORT Loopscope_${target} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT core)
    install(EXPORT Loopscope_${target} NAMESPACE Loopscope:: DESTINATION ${LOOPSCOPE_PACKAGE} COMPONENT core)
endfunction()

write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/LoopscopeConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES LoopscopeConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/LoopscopeConfigVersion.cmake
    DESTINATION ${LOOPSCOPE_PACKAGE} COMPONENT core)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSES/MIT.txt DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/Loopscope
    COMPONENT core)
# The examples, as a project of their own.
set(LOOPSCOPE_EXAMPLES_FOLDER ${CMAKE_INSTALL_DOCDIR}/examples)
install(DIRECTORY examples DESTINATION ${LOOPSCOPE_EXAMPLES_FOLDER}/loop COMPONENT core FILES_MATCHING
    PATTERN "*.cpp" PATTERN "*.h")
install(DIRECTORY qt/examples DESTINATION ${LOOPSCOPE_EXAMPLES_FOLDER}/loop/qt COMPONENT core FILES_MATCHING
    PATTERN "*.cpp" PATTERN "*.h")
install(FILES examples/installed.cmake RENAME CMakeLists.txt DESTINATION ${LOOPSCOPE_EXAMPLES_FOLDER} COMPONENT core)
