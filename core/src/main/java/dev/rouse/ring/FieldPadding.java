package dev.rouse.ring;

/**
 * 128 bytes that nobody uses, before the fields of a side of a ring. The two sides' objects are
 * made one after another: with their fields in one cache line, or in two that the processor fetches
 * together, each write of the one would slow down every read of the other. The virtual machine lays
 * out a class's fields behind those of its superclass, which is why this is one; within a class it
 * may change their order. The same idiom is in JCTools' queues.
 */
abstract class FieldPadding {
  long before0;
  long before1;
  long before2;
  long before3;
  long before4;
  long before5;
  long before6;
  long before7;
  long before8;
  long before9;
  long before10;
  long before11;
  long before12;
  long before13;
  long before14;
  long before15;
}
