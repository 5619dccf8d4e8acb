package dev.rouse.ring;

/**
 * 128 unused bytes before the fields of one side of a ring. The two sides' objects are allocated
 * one after the other. If their fields shared a cache line, or two lines that the processor fetches
 * together, each write by one side would slow down every read by the other. This is a superclass
 * because the virtual machine places a class's fields after those of its superclass; within a class
 * it may change their order. JCTools' queues use the same idiom.
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
