/*
 * The same with numbers that are held back when they are closed.
 *
 * blind: raw fd=40 object=device path=/dev/null call=write
 * blind: raw fd=41 count=2 object=device path=/dev/null call=write
 * stats: lost=3
 * options: -o audit=1
 * plugin: plugins/between.c
 * env: LD_PRELOAD=@PLUGIN@
 * cflags: -rdynamic
 * musl: the command is preloaded with the plugin, too
 */
#include "clean_blind_audit_between.c"
